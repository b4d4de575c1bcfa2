-- Events are read by whom they are about and by type. Built under a lock that lets readers through: seconds for a million leaves.
CREATE INDEX "log_pending_about" ON "log_pending" USING btree ((coalesce(leaf::jsonb ->> 'org', leaf::jsonb ->> 'party', leaf::jsonb ->> 'subject')),"seq");--> statement-breakpoint
CREATE INDEX "log_pending_type" ON "log_pending" USING btree ("type","seq");
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"id" text PRIMARY KEY NOT NULL,
	"party_id" text NOT NULL,
	"url" text NOT NULL,
	"events" text[] NOT NULL,
	"organisations" text[] NOT NULL,
	"secret" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"since_seq" bigint NOT NULL,
	"failing_since" timestamp with time zone,
	"disabled_at" timestamp with time zone,
	"disabled_reason" text
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"webhook_id" text NOT NULL REFERENCES "webhooks"("id") ON DELETE CASCADE,
	"key" text NOT NULL,
	"type" text NOT NULL,
	"body" text NOT NULL,
	"state" text NOT NULL,
	"attempts" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"last_at" timestamp with time zone,
	"last_status" integer,
	"last_error" text,
	"response" text
);
--> statement-breakpoint
CREATE TABLE "notice_cursor" (
	"id" integer PRIMARY KEY NOT NULL,
	"next_seq" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notice_tiers" (
	"party_id" text PRIMARY KEY NOT NULL,
	"tier" text
);
--> statement-breakpoint
INSERT INTO "notice_cursor" VALUES (1, 0);--> statement-breakpoint
CREATE INDEX "webhooks_party" ON "webhooks" USING btree ("party_id");--> statement-breakpoint
CREATE INDEX "webhooks_organisations" ON "webhooks" USING gin ("organisations");--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_deliveries_key" ON "webhook_deliveries" USING btree ("webhook_id","key");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" USING btree ("next_at") WHERE state = 'pending';
