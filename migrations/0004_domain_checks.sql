CREATE TABLE "domain_checks" (
	"id" text PRIMARY KEY NOT NULL,
	"party_id" text NOT NULL,
	"domain" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"method" text,
	"proved" boolean NOT NULL,
	"reason" text,
	"raw" text
);
--> statement-breakpoint
ALTER TABLE "domains" ADD COLUMN "sound_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "domains" ADD COLUMN "failing_since" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "domain_checks_domain" ON "domain_checks" USING btree ("domain","at");--> statement-breakpoint
CREATE INDEX "domain_checks_party" ON "domain_checks" USING btree ("party_id","at");--> statement-breakpoint
CREATE INDEX "domains_by_check" ON "domains" USING btree ("checked_at") WHERE proved;--> statement-breakpoint
-- One row a domain: short, under a lock that holds up checks of domains alone.
UPDATE "domains" SET "sound_since" = "checked_at" WHERE proved;
