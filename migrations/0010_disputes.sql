CREATE TABLE "disputes" (
	"id" text PRIMARY KEY NOT NULL,
	"party_id" text NOT NULL,
	"certificate_id" text,
	"evidence_sha256" text NOT NULL,
	"grounds" text NOT NULL,
	"contact" text,
	"filed_by" text,
	"filed_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"admitted_at" timestamp with time zone,
	"admission_reason" text,
	"closed_at" timestamp with time zone,
	"decision_reason" text
);
--> statement-breakpoint
CREATE INDEX "disputes_party" ON "disputes" USING btree ("party_id","state");--> statement-breakpoint
CREATE INDEX "disputes_filed" ON "disputes" USING btree ("filed_at") WHERE state = 'filed';--> statement-breakpoint
CREATE FUNCTION let_dispute_go_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- What was brought forward stays as it was; an address may be forgotten.
  IF (OLD.id, OLD.party_id, OLD.certificate_id, OLD.evidence_sha256, OLD.grounds, OLD.filed_by, OLD.filed_at)
     IS DISTINCT FROM (NEW.id, NEW.party_id, NEW.certificate_id, NEW.evidence_sha256, NEW.grounds, NEW.filed_by, NEW.filed_at)
     OR (NEW.contact IS NOT NULL AND NEW.contact IS DISTINCT FROM OLD.contact)
     OR OLD.state IN ('refused', 'closed') THEN
    RAISE EXCEPTION 'a dispute only goes on';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER disputes_go_on BEFORE UPDATE ON disputes FOR EACH ROW EXECUTE FUNCTION let_dispute_go_on();
--> statement-breakpoint
CREATE TRIGGER disputes_stay BEFORE DELETE ON disputes FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TABLE "telemetry_hours" (
	"seq" bigint NOT NULL,
	"party_id" text NOT NULL,
	"site_id" text NOT NULL,
	"day" date NOT NULL,
	"it" bigint[] NOT NULL,
	"unattributed" bigint[] NOT NULL,
	CONSTRAINT "telemetry_hours_pk" PRIMARY KEY("party_id","day","site_id","seq")
);
--> statement-breakpoint
CREATE TRIGGER telemetry_hours_append_only BEFORE UPDATE OR DELETE ON telemetry_hours FOR EACH ROW EXECUTE FUNCTION refuse_change();
