CREATE TABLE "credentials" (
	"id" text PRIMARY KEY NOT NULL,
	"certificate_id" text NOT NULL,
	"list" integer NOT NULL,
	"index" integer NOT NULL,
	"jwt" text NOT NULL,
	"digest" text NOT NULL,
	"issued_seq" bigint NOT NULL,
	"valid_until" timestamp with time zone NOT NULL,
	"revoked_seq" bigint
);
--> statement-breakpoint
CREATE TABLE "status_lists" (
	"n" integer PRIMARY KEY NOT NULL,
	"jwt" text NOT NULL,
	"digest" text NOT NULL,
	"signed_at" timestamp with time zone NOT NULL,
	"seq" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "log_checkpoint" (
	"size" bigint PRIMARY KEY NOT NULL,
	"root" "bytea" NOT NULL,
	"note" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "log_cosignature" (
	"size" bigint NOT NULL,
	"signer" text NOT NULL,
	"name" text NOT NULL,
	"time" bigint NOT NULL,
	"line" text NOT NULL,
	CONSTRAINT "log_cosignature_size_signer_pk" PRIMARY KEY("size","signer")
);
--> statement-breakpoint
CREATE TABLE "log_tile" (
	"level" integer NOT NULL,
	"index" bigint NOT NULL,
	"hashes" "bytea" NOT NULL,
	CONSTRAINT "log_tile_level_index_pk" PRIMARY KEY("level","index")
);
--> statement-breakpoint
CREATE TABLE "log_tree" (
	"id" integer PRIMARY KEY NOT NULL,
	"size" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "registry_keys" (
	"kid" text PRIMARY KEY NOT NULL,
	"use" text NOT NULL,
	"jwk" text NOT NULL,
	"added_seq" bigint NOT NULL,
	"retired_seq" bigint
);
--> statement-breakpoint
CREATE TABLE "snapshots" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"digest" text NOT NULL,
	"shown_seq" bigint NOT NULL,
	"rows" integer NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "credentials_place" ON "credentials" USING btree ("list","index");--> statement-breakpoint
CREATE UNIQUE INDEX "credentials_digest" ON "credentials" USING btree ("digest");--> statement-breakpoint
CREATE INDEX "credentials_certificate" ON "credentials" USING btree ("certificate_id","issued_seq");--> statement-breakpoint
CREATE INDEX "credentials_due" ON "credentials" USING btree ("valid_until");--> statement-breakpoint
CREATE INDEX "snapshots_digest" ON "snapshots" USING btree ("digest");--> statement-breakpoint
CREATE INDEX "snapshots_at" ON "snapshots" USING btree ("at");
--> statement-breakpoint
INSERT INTO log_tree (id, size) VALUES (1, 0);
--> statement-breakpoint
-- A partial tile is a prefix of the later, wider one: a tile may grow at its end and change in no other way.
CREATE FUNCTION let_tile_grow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.level <> OLD.level OR NEW.index <> OLD.index OR length(NEW.hashes) <= length(OLD.hashes)
     OR substring(NEW.hashes FROM 1 FOR length(OLD.hashes)) <> OLD.hashes THEN
    RAISE EXCEPTION 'tile % of level % may only grow', OLD.index, OLD.level USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER log_tile_grows BEFORE UPDATE ON log_tile FOR EACH ROW EXECUTE FUNCTION let_tile_grow();
--> statement-breakpoint
CREATE TRIGGER log_tile_stays BEFORE DELETE ON log_tile FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER log_tile_no_truncate BEFORE TRUNCATE ON log_tile FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
ALTER TABLE log_tile ADD CONSTRAINT log_tile_width CHECK (length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0);
--> statement-breakpoint
CREATE TRIGGER log_checkpoint_append_only BEFORE UPDATE OR DELETE ON log_checkpoint FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER log_checkpoint_no_truncate BEFORE TRUNCATE ON log_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- The second wall, for a role that is no superuser: it would first have to grant itself what it gave up here.
REVOKE UPDATE, DELETE, TRUNCATE ON log_pending, log_checkpoint FROM PUBLIC, CURRENT_USER;
--> statement-breakpoint
REVOKE DELETE, TRUNCATE ON log_tile FROM PUBLIC, CURRENT_USER;
--> statement-breakpoint
ALTER TABLE credentials ADD CONSTRAINT credentials_index CHECK ("index" >= 0 AND "index" < 131072);
