-- Trends of a page of the listing read one figure of each evaluation, not its whole text. The first mention of the member is that of the score: what
-- stands before it in a view names no composite. Rewrites the table under a lock that holds up its readers: seconds for a million evaluations.
ALTER TABLE "live_evaluations" ADD COLUMN "composite_percent" text
  GENERATED ALWAYS AS (substring("view" from '"composite_percent":"([0-9]+\.[0-9])"')) STORED;
