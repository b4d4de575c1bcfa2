CREATE TABLE "service_days" (
	"day" date PRIMARY KEY NOT NULL,
	"samples" integer NOT NULL,
	"ok" integer NOT NULL,
	"last_minute" integer NOT NULL,
	CONSTRAINT "service_days_counts" CHECK (0 <= "ok" AND "ok" <= "samples" AND "samples" <= 1440 AND "last_minute" BETWEEN 0 AND 1439)
);
