-- What AWS would have said against a delivery that was made all the same.
ALTER TABLE deliveries ADD COLUMN warning TEXT;
-- Deliveries wait by target, so that those to a slow one are not read when another asks.
DROP INDEX deliveries_pending;
CREATE INDEX deliveries_waiting ON deliveries (target, next) WHERE state = 0;
-- What a topic or another bus made of a delivery.
CREATE INDEX deliveries_parent ON deliveries (parent) WHERE parent IS NOT NULL;
CREATE INDEX deliveries_source ON deliveries (source);
