-- Built under a lock that lets readers through and holds writers up: seconds for a million leaves. It holds a handful of rows.
CREATE INDEX "log_pending_policy" ON "log_pending" USING btree ("seq") WHERE type in ('registry.genesis', 'registry.policy');
--> statement-breakpoint
-- What was signed stays as it was signed; what ended stays ended.
CREATE FUNCTION let_credential_be_revoked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.revoked_seq IS NOT NULL OR NEW.revoked_seq IS NULL
     OR (NEW.id, NEW.certificate_id, NEW.list, NEW.index, NEW.jwt, NEW.digest, NEW.issued_seq, NEW.valid_until)
        IS DISTINCT FROM (OLD.id, OLD.certificate_id, OLD.list, OLD.index, OLD.jwt, OLD.digest, OLD.issued_seq, OLD.valid_until) THEN
    RAISE EXCEPTION 'credential % may only be revoked, once', OLD.id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER credentials_are_revoked BEFORE UPDATE ON credentials FOR EACH ROW EXECUTE FUNCTION let_credential_be_revoked();
--> statement-breakpoint
CREATE TRIGGER credentials_stay BEFORE DELETE ON credentials FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER credentials_no_truncate BEFORE TRUNCATE ON credentials FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE FUNCTION let_registry_key_be_retired() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.retired_seq IS NOT NULL OR NEW.retired_seq IS NULL
     OR (NEW.kid, NEW.use, NEW.jwk, NEW.added_seq) IS DISTINCT FROM (OLD.kid, OLD.use, OLD.jwk, OLD.added_seq) THEN
    RAISE EXCEPTION 'registry key % may only be retired, once', OLD.kid USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER registry_keys_are_retired BEFORE UPDATE ON registry_keys FOR EACH ROW EXECUTE FUNCTION let_registry_key_be_retired();
--> statement-breakpoint
CREATE TRIGGER registry_keys_stay BEFORE DELETE ON registry_keys FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER registry_keys_no_truncate BEFORE TRUNCATE ON registry_keys FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
