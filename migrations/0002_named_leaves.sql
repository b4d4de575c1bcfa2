-- Each index is built under a lock that lets readers through and holds writers up: seconds for a million leaves.
CREATE INDEX "log_cosignature_name" ON "log_cosignature" USING btree ("name");--> statement-breakpoint
CREATE INDEX "log_cosignature_signer" ON "log_cosignature" USING btree ("signer","size");--> statement-breakpoint
CREATE INDEX "log_pending_named" ON "log_pending" USING btree ((leaf::jsonb ->> 'd'),"seq") WHERE type in ('certificate.issued', 'certificate.reissued', 'certificate.reinstated', 'status.list', 'listing.snapshot');--> statement-breakpoint
CREATE INDEX "keys_cosign" ON "keys" USING btree ("kid") WHERE use = 'cosign';