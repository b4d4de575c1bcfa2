-- Every order of the listing is an index in that order: keyset paging begins where the page before ended and sorts nothing.
-- Ties go up by party id in both directions, so each direction has an index of its own. Of the versions that were replaced
-- only the usual order has one: a past moment in another order sorts what has been replaced since.
DROP INDEX "listing_by_composite";--> statement-breakpoint
DROP INDEX "listing_by_name";--> statement-breakpoint
CREATE INDEX "listing_composite_down" ON "listing" USING btree ((coalesce("composite_key", -1)) DESC, ("party_id" COLLATE "C")) WHERE to_seq is null;--> statement-breakpoint
CREATE INDEX "listing_composite_up" ON "listing" USING btree ((coalesce("composite_key", -1)), ("party_id" COLLATE "C")) WHERE to_seq is null;--> statement-breakpoint
CREATE INDEX "listing_name_down" ON "listing" USING btree (("name" COLLATE "C") DESC, ("party_id" COLLATE "C")) WHERE to_seq is null;--> statement-breakpoint
CREATE INDEX "listing_name_up" ON "listing" USING btree (("name" COLLATE "C"), ("party_id" COLLATE "C")) WHERE to_seq is null;--> statement-breakpoint
CREATE INDEX "listing_certified_down" ON "listing" USING btree ((coalesce("certified_at", '-infinity'::timestamptz)) DESC, ("party_id" COLLATE "C")) WHERE to_seq is null;--> statement-breakpoint
CREATE INDEX "listing_certified_up" ON "listing" USING btree ((coalesce("certified_at", '-infinity'::timestamptz)), ("party_id" COLLATE "C")) WHERE to_seq is null;--> statement-breakpoint
CREATE INDEX "listing_valid_down" ON "listing" USING btree ((coalesce("valid_to", '-infinity'::timestamptz)) DESC, ("party_id" COLLATE "C")) WHERE to_seq is null;--> statement-breakpoint
CREATE INDEX "listing_valid_up" ON "listing" USING btree ((coalesce("valid_to", '-infinity'::timestamptz)), ("party_id" COLLATE "C")) WHERE to_seq is null;--> statement-breakpoint
-- Whoever has no certificate has no date and stands before all the others: an order of those that have one begins behind them.
CREATE INDEX "listing_certified_stated" ON "listing" USING btree ((coalesce("certified_at", '-infinity'::timestamptz)), ("party_id" COLLATE "C")) WHERE to_seq is null and state is not null;--> statement-breakpoint
CREATE INDEX "listing_valid_stated" ON "listing" USING btree ((coalesce("valid_to", '-infinity'::timestamptz)), ("party_id" COLLATE "C")) WHERE to_seq is null and state is not null;--> statement-breakpoint
-- The filters that may leave few, in the usual order.
CREATE INDEX "listing_state" ON "listing" USING btree ("state", (coalesce("composite_key", -1)) DESC, ("party_id" COLLATE "C")) WHERE to_seq is null;--> statement-breakpoint
CREATE INDEX "listing_tier" ON "listing" USING btree ("tier", (coalesce("composite_key", -1)) DESC, ("party_id" COLLATE "C")) WHERE to_seq is null;--> statement-breakpoint
CREATE INDEX "listing_country" ON "listing" USING btree ("country", (coalesce("composite_key", -1)) DESC, ("party_id" COLLATE "C")) WHERE to_seq is null;--> statement-breakpoint
CREATE INDEX "listing_sector" ON "listing" USING btree ("sector", (coalesce("composite_key", -1)) DESC, ("party_id" COLLATE "C")) WHERE to_seq is null;--> statement-breakpoint
CREATE INDEX "listing_assurance" ON "listing" USING btree ("assurance", (coalesce("composite_key", -1)) DESC, ("party_id" COLLATE "C")) WHERE to_seq is null;--> statement-breakpoint
-- Versions that were replaced: by when, for a moment near the present; and in the usual order, for one long ago.
CREATE INDEX "listing_replaced" ON "listing" USING btree ("to_seq") WHERE to_seq is not null;--> statement-breakpoint
CREATE INDEX "listing_replaced_composite" ON "listing" USING btree ((coalesce("composite_key", -1)) DESC, ("party_id" COLLATE "C")) WHERE to_seq is not null;--> statement-breakpoint
DROP INDEX "listing_search";--> statement-breakpoint
-- Of every version, so that a search of the past has it too.
CREATE INDEX "listing_search" ON "listing" USING gin ("search_text" gin_trgm_ops);--> statement-breakpoint
-- What began since a position: how a directory in memory catches up.
CREATE INDEX "listing_from" ON "listing" USING btree ("from_seq");--> statement-breakpoint
CREATE INDEX "listing_lei" ON "listing" USING btree ("lei") WHERE lei is not null;--> statement-breakpoint
CREATE INDEX "listing_skeleton" ON "listing" USING btree ("name_skeleton");
