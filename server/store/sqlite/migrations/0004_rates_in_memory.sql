-- Rates of authors and networks are counted in memory and filled at the start by one walk backwards
-- over fingerprints: the indexes that answered them cost every accepted comment two more pages.

DROP INDEX fingerprints_by_author;
DROP INDEX fingerprints_by_network;
