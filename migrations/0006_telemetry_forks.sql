CREATE TABLE "telemetry_forks" (
	"refused" text PRIMARY KEY NOT NULL,
	"accepted" text NOT NULL,
	"party_id" text NOT NULL,
	"site_id" text NOT NULL,
	"jws" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"seq" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "attestation_jtis" RENAME TO "jtis";--> statement-breakpoint
ALTER TABLE "jtis" RENAME CONSTRAINT "attestation_jtis_party_id_jti_pk" TO "jtis_party_id_jti_pk";--> statement-breakpoint
CREATE INDEX "telemetry_forks_party" ON "telemetry_forks" USING btree ("party_id","seq");
--> statement-breakpoint
-- One place for the jtis of every class, so that an attestation and another statement cannot race for one.
INSERT INTO "jtis" SELECT "iss", "jti"::uuid FROM "statements" ON CONFLICT DO NOTHING;
--> statement-breakpoint
CREATE TRIGGER telemetry_forks_append_only BEFORE UPDATE OR DELETE ON telemetry_forks FOR EACH ROW EXECUTE FUNCTION refuse_change();
