-- Events are read by whom they are about and by type. Built under a lock that lets readers through: seconds for a million leaves.
CREATE INDEX "log_pending_about" ON "log_pending" USING btree ((coalesce(leaf::jsonb ->> 'org', leaf::jsonb ->> 'party', leaf::jsonb ->> 'subject')),"seq");--> statement-breakpoint
CREATE INDEX "log_pending_type" ON "log_pending" USING btree ("type","seq");
