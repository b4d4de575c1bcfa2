-- Name search needs trigrams; the extension is trusted, so the database's owner may create it. No lock on user tables.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
CREATE TABLE "accreditations" (
	"party_id" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"levels" text NOT NULL,
	"valid_to" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "act_signatures" (
	"act" text NOT NULL,
	"kid" text NOT NULL,
	"digest" text NOT NULL,
	CONSTRAINT "act_signatures_act_kid_pk" PRIMARY KEY("act","kid")
);
--> statement-breakpoint
CREATE TABLE "acts" (
	"digest" text PRIMARY KEY NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"signed_at" timestamp with time zone NOT NULL,
	"effective_seq" bigint
);
--> statement-breakpoint
CREATE TABLE "assertions" (
	"iss" text NOT NULL,
	"jti" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "assertions_iss_jti_pk" PRIMARY KEY("iss","jti")
);
--> statement-breakpoint
CREATE TABLE "audits" (
	"digest" text PRIMARY KEY NOT NULL,
	"party_id" text NOT NULL,
	"accepted_seq" bigint NOT NULL,
	"accepted_at" timestamp with time zone NOT NULL,
	"window_start" timestamp with time zone NOT NULL,
	"window_end" timestamp with time zone NOT NULL,
	"level" integer NOT NULL,
	"superseded" boolean DEFAULT false NOT NULL,
	"held" boolean NOT NULL,
	"evaluation" text NOT NULL,
	"certificate_id" text
);
--> statement-breakpoint
CREATE TABLE "cases" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"party_id" text NOT NULL,
	"audit" text,
	"opened_seq" bigint NOT NULL,
	"closed_seq" bigint,
	"outcome" text
);
--> statement-breakpoint
CREATE TABLE "certificates" (
	"id" text PRIMARY KEY NOT NULL,
	"party_id" text NOT NULL,
	"audit" text NOT NULL,
	"state" text NOT NULL,
	"reason" text NOT NULL,
	"valid_to" timestamp with time zone NOT NULL,
	"leaf" bigint NOT NULL,
	"record" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cfe_claims" (
	"ref" text NOT NULL,
	"digest" text NOT NULL,
	"party_id" text NOT NULL,
	"kwh" numeric(24, 6) NOT NULL,
	CONSTRAINT "cfe_claims_ref_digest_pk" PRIMARY KEY("ref","digest")
);
--> statement-breakpoint
CREATE TABLE "domains" (
	"party_id" text NOT NULL,
	"domain" text NOT NULL,
	"position" integer NOT NULL,
	"proved" boolean NOT NULL,
	"method" text,
	"proved_seq" bigint,
	"checked_at" timestamp with time zone,
	CONSTRAINT "domains_party_id_domain_pk" PRIMARY KEY("party_id","domain")
);
--> statement-breakpoint
CREATE TABLE "grid_series" (
	"effective_seq" bigint PRIMARY KEY NOT NULL,
	"zone" text NOT NULL,
	"sha256" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "history" (
	"seq" bigint NOT NULL,
	"party_id" text NOT NULL,
	"item" text NOT NULL,
	CONSTRAINT "history_party_id_seq_pk" PRIMARY KEY("party_id","seq")
);
--> statement-breakpoint
CREATE TABLE "keys" (
	"kid" text PRIMARY KEY NOT NULL,
	"party_id" text NOT NULL,
	"use" text NOT NULL,
	"algorithm" text NOT NULL,
	"jwk" text NOT NULL,
	"site_id" text,
	"added_seq" bigint NOT NULL,
	"revoked_seq" bigint,
	"compromised_since" bigint
);
--> statement-breakpoint
CREATE TABLE "listing" (
	"party_id" text NOT NULL,
	"from_seq" bigint NOT NULL,
	"to_seq" bigint,
	"name" text NOT NULL,
	"name_skeleton" text NOT NULL,
	"country" text NOT NULL,
	"sector" text NOT NULL,
	"lei" text,
	"tier" text,
	"state" text,
	"live" text NOT NULL,
	"assurance" integer NOT NULL,
	"composite_key" numeric(220, 200),
	"certified_at" timestamp with time zone,
	"valid_to" timestamp with time zone,
	"search_text" text NOT NULL,
	"domains" text[] NOT NULL,
	"row" text NOT NULL,
	"view" text NOT NULL,
	CONSTRAINT "listing_party_id_from_seq_pk" PRIMARY KEY("party_id","from_seq")
);
--> statement-breakpoint
CREATE TABLE "log_head" (
	"id" integer PRIMARY KEY NOT NULL,
	"next_seq" bigint NOT NULL,
	"last_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "log_pending" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"leaf" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "opinions" (
	"digest" text PRIMARY KEY NOT NULL,
	"audit" text NOT NULL,
	"auditor" text NOT NULL,
	"kid" text NOT NULL,
	"accepted_seq" bigint NOT NULL,
	"accepted_at" timestamp with time zone NOT NULL,
	"standing" boolean NOT NULL,
	"opinion" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "parties" (
	"party_id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"legal_name" text NOT NULL,
	"name_skeleton" text NOT NULL,
	"name_under_review" boolean NOT NULL,
	"country" text NOT NULL,
	"sector" text NOT NULL,
	"website" text NOT NULL,
	"lei" text,
	"vat" text,
	"registered_seq" bigint NOT NULL,
	"registered_at" timestamp with time zone NOT NULL,
	"key_chain_head" text NOT NULL,
	"withdrawn_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "refusals" (
	"id" text PRIMARY KEY NOT NULL,
	"party_id" text NOT NULL,
	"typ" text NOT NULL,
	"digest" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"code" text NOT NULL,
	"detail" text NOT NULL,
	"issues" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "register_entries" (
	"party_id" text NOT NULL,
	"workload_id" text NOT NULL,
	"digest" text NOT NULL,
	"accepted_at" timestamp with time zone NOT NULL,
	"entry" text NOT NULL,
	CONSTRAINT "register_entries_party_id_workload_id_digest_pk" PRIMARY KEY("party_id","workload_id","digest")
);
--> statement-breakpoint
CREATE TABLE "statements" (
	"digest" text PRIMARY KEY NOT NULL,
	"iss" text NOT NULL,
	"jti" text NOT NULL,
	"typ" text NOT NULL,
	"kid" text NOT NULL,
	"jws" text NOT NULL,
	"accepted_at" timestamp with time zone NOT NULL,
	"seq" bigint NOT NULL,
	"answer" text NOT NULL,
	CONSTRAINT "statements_iss_jti" UNIQUE("iss","jti")
);
--> statement-breakpoint
CREATE INDEX "audits_party" ON "audits" USING btree ("party_id","accepted_seq");--> statement-breakpoint
CREATE INDEX "cases_party" ON "cases" USING btree ("party_id");--> statement-breakpoint
CREATE INDEX "certificates_party" ON "certificates" USING btree ("party_id");--> statement-breakpoint
CREATE UNIQUE INDEX "certificates_current" ON "certificates" USING btree ("party_id") WHERE state in ('active', 'watch', 'suspended');--> statement-breakpoint
CREATE INDEX "certificates_expiry" ON "certificates" USING btree ("valid_to") WHERE state in ('active', 'watch', 'suspended');--> statement-breakpoint
CREATE UNIQUE INDEX "domains_holder" ON "domains" USING btree ("domain") WHERE proved;--> statement-breakpoint
CREATE INDEX "keys_party" ON "keys" USING btree ("party_id");--> statement-breakpoint
CREATE UNIQUE INDEX "listing_current" ON "listing" USING btree ("party_id") WHERE to_seq is null;--> statement-breakpoint
CREATE INDEX "listing_by_composite" ON "listing" USING btree ("composite_key","party_id") WHERE to_seq is null;--> statement-breakpoint
CREATE INDEX "listing_by_name" ON "listing" USING btree ("name","party_id") WHERE to_seq is null;--> statement-breakpoint
CREATE INDEX "listing_domains" ON "listing" USING gin ("domains");--> statement-breakpoint
CREATE INDEX "listing_search" ON "listing" USING gin ("search_text" gin_trgm_ops) WHERE to_seq is null;--> statement-breakpoint
CREATE INDEX "log_pending_at" ON "log_pending" USING btree ("at");--> statement-breakpoint
CREATE INDEX "opinions_audit" ON "opinions" USING btree ("audit");--> statement-breakpoint
CREATE INDEX "refusals_party" ON "refusals" USING btree ("party_id","at");--> statement-breakpoint
CREATE INDEX "statements_kid" ON "statements" USING btree ("kid");--> statement-breakpoint
CREATE INDEX "statements_iss_typ" ON "statements" USING btree ("iss","typ","accepted_at");
--> statement-breakpoint
INSERT INTO log_head (id, next_seq, last_at) VALUES (1, 0, '1970-01-01T00:00:00Z');
--> statement-breakpoint
-- The log is append-only: a leaf, once written, is never changed or removed, whoever asks.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: append-only', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER log_pending_append_only BEFORE UPDATE OR DELETE ON log_pending FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER log_pending_no_truncate BEFORE TRUNCATE ON log_pending FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- A stored document may be erased, its leaf stays; nothing about it may be changed.
CREATE TRIGGER statements_unchangeable BEFORE UPDATE ON statements FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
ALTER TABLE cfe_claims ADD CONSTRAINT cfe_claims_kwh CHECK (kwh >= 0 AND kwh < 1e15);
--> statement-breakpoint
ALTER TABLE listing ADD CONSTRAINT listing_composite CHECK (composite_key >= 0 AND composite_key <= 1);
--> statement-breakpoint
ALTER TABLE accreditations ADD CONSTRAINT accreditations_dates CHECK (valid_to < '3000-01-01T00:00:00Z');
