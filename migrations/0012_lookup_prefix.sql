-- Domains are A-labels: their text is ASCII in every encoding, so the hash depends on nothing but it.
CREATE FUNCTION "domain_hash"("domain" text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ select encode(sha256(convert_to($1, 'UTF8')), 'hex') $$;
--> statement-breakpoint
-- The first four digits of the hash of each domain. Longer prefixes are filtered within their bucket.
CREATE FUNCTION "listing_buckets"("domains" text[]) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ select coalesce(array_agg(left(encode(sha256(convert_to(d, 'UTF8')), 'hex'), 4)), '{}') from unnest($1) d $$;
--> statement-breakpoint
-- Holds up writers of the listing while it is built; readers go on.
CREATE INDEX "listing_domain_buckets" ON "listing" USING gin (listing_buckets("domains"));
