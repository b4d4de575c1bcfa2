CREATE SEQUENCE "public"."attestation_ids" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "accumulator_rows" (
	"seq" bigint NOT NULL,
	"position" integer NOT NULL,
	"party_id" text NOT NULL,
	"site_id" text,
	"day" date NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "accumulator_rows_seq_position_pk" PRIMARY KEY("seq","position")
);
--> statement-breakpoint
CREATE TABLE "attestation_jtis" (
	"party_id" text NOT NULL,
	"jti" uuid NOT NULL,
	CONSTRAINT "attestation_jtis_party_id_jti_pk" PRIMARY KEY("party_id","jti")
);
--> statement-breakpoint
CREATE TABLE "attestations" (
	"id" bigint DEFAULT nextval('attestation_ids') NOT NULL,
	"party_id" text NOT NULL,
	"site_id" text NOT NULL,
	"epoch" integer NOT NULL,
	"seq" bigint NOT NULL,
	"prev" text,
	"start" timestamp with time zone NOT NULL,
	"minutes" integer NOT NULL,
	"digest" text NOT NULL,
	"kid" text NOT NULL,
	"jti" uuid NOT NULL,
	"jws" text NOT NULL,
	"accepted_at" timestamp with time zone NOT NULL,
	"late" boolean NOT NULL,
	"counted" boolean NOT NULL,
	"grid_cfe_share" numeric(24, 6) NOT NULL,
	"carbon_intensity" numeric(24, 6) NOT NULL,
	"price" numeric(24, 6) NOT NULL,
	"grid_from_registry" boolean NOT NULL,
	CONSTRAINT "attestations_party_id_site_id_start_pk" PRIMARY KEY("party_id","site_id","start")
) PARTITION BY RANGE ("start");
--> statement-breakpoint
CREATE TABLE "inventories" (
	"digest" text PRIMARY KEY NOT NULL,
	"party_id" text NOT NULL,
	"accepted_seq" bigint NOT NULL,
	"accepted_at" timestamp with time zone NOT NULL,
	"period_start" timestamp with time zone NOT NULL,
	"period_end" timestamp with time zone NOT NULL,
	"has_hardware" boolean NOT NULL,
	"body" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "live_evaluations" (
	"party_id" text NOT NULL,
	"day" date NOT NULL,
	"seq" bigint NOT NULL,
	"state" text NOT NULL,
	"view" text,
	CONSTRAINT "live_evaluations_party_id_day_pk" PRIMARY KEY("party_id","day")
);
--> statement-breakpoint
CREATE TABLE "telemetry_day_leaves" (
	"day" date PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"root" text NOT NULL,
	"rows" integer NOT NULL,
	CONSTRAINT "telemetry_day_leaves_seq_unique" UNIQUE("seq")
);
--> statement-breakpoint
CREATE TABLE "telemetry_days" (
	"party_id" text NOT NULL,
	"site_id" text NOT NULL,
	"day" date NOT NULL,
	"minutes" integer NOT NULL,
	"received" integer DEFAULT 0 NOT NULL,
	"late" integer DEFAULT 0 NOT NULL,
	"duplicate" integer DEFAULT 0 NOT NULL,
	"overlap" integer DEFAULT 0 NOT NULL,
	"skewed" integer DEFAULT 0 NOT NULL,
	"refused" integer DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"committed_version" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "telemetry_days_party_id_site_id_day_pk" PRIMARY KEY("party_id","site_id","day")
);
--> statement-breakpoint
CREATE TABLE "telemetry_pending" (
	"id" bigint PRIMARY KEY NOT NULL,
	"digest" text NOT NULL,
	"accepted_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "telemetry_sites" (
	"party_id" text NOT NULL,
	"site_id" text NOT NULL,
	"epoch" integer,
	"seq" bigint,
	"digest" text,
	"start" timestamp with time zone,
	"end" timestamp with time zone,
	"minutes" integer,
	"register_facility" numeric(24, 6),
	"register_it" numeric(24, 6),
	"since" timestamp with time zone,
	"accepted_at" timestamp with time zone,
	CONSTRAINT "telemetry_sites_party_id_site_id_pk" PRIMARY KEY("party_id","site_id")
);
--> statement-breakpoint
CREATE TABLE "telemetry_windows" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"first_id" bigint NOT NULL,
	"last_id" bigint NOT NULL,
	"digests" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE INDEX "accumulator_rows_party" ON "accumulator_rows" USING btree ("party_id","day","site_id","seq");--> statement-breakpoint
CREATE INDEX "attestations_link" ON "attestations" USING btree ("party_id","site_id","epoch","seq");--> statement-breakpoint
CREATE INDEX "attestations_digest" ON "attestations" USING btree ("digest");--> statement-breakpoint
CREATE INDEX "inventories_party" ON "inventories" USING btree ("party_id","accepted_seq");--> statement-breakpoint
CREATE INDEX "telemetry_windows_ids" ON "telemetry_windows" USING btree ("last_id","first_id");
--> statement-breakpoint
-- A month's partition, created ahead of its first attestation. Takes the parent's lock for a moment only when it creates one.
CREATE FUNCTION ensure_attestation_month(month date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  first date := date_trunc('month', month)::date;
  name text := 'attestations_' || to_char(first, 'YYYYMM');
BEGIN
  IF to_regclass(name) IS NULL THEN
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF attestations FOR VALUES FROM (%L) TO (%L)', name,
                   first::timestamp AT TIME ZONE 'UTC', (first + interval '1 month')::timestamp AT TIME ZONE 'UTC');
  END IF;
END $$;
--> statement-breakpoint
ALTER TABLE attestations
  ADD CONSTRAINT attestations_minutes CHECK (minutes IN (15, 30, 60)),
  ADD CONSTRAINT attestations_place CHECK (epoch >= 0 AND seq >= 0),
  ADD CONSTRAINT attestations_grid CHECK (grid_cfe_share BETWEEN 0 AND 1 AND carbon_intensity BETWEEN 0 AND 1500);
--> statement-breakpoint
CREATE TRIGGER telemetry_windows_append_only BEFORE UPDATE OR DELETE ON telemetry_windows FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER accumulator_rows_append_only BEFORE UPDATE OR DELETE ON accumulator_rows FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER telemetry_day_leaves_append_only BEFORE UPDATE OR DELETE ON telemetry_day_leaves FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
ALTER TABLE telemetry_windows ADD CONSTRAINT telemetry_windows_digests CHECK (length(digests) > 0 AND length(digests) % 32 = 0);
