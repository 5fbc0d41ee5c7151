-- The tree of the public log in the database itself: what `verification/merkle` computes, said once more where nobody
-- who has only the portal's code can pass by it. RFC 6962, 2.1; levels are those of C2SP's tlog-tiles.

-- The one hash over 2^k of them.
CREATE FUNCTION verification_log_fold(hashes bytea[]) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    n integer := cardinality(hashes);
BEGIN
    WHILE n > 1 LOOP
        n := n / 2;
        FOR i IN 1..n LOOP
            hashes[i] := sha256('\x01'::bytea || hashes[2 * i - 1] || hashes[2 * i]);
        END LOOP;
    END LOOP;
    RETURN hashes[1];
END
$$;

-- So many hashes of a level from the first on: level 0 are the leaves of the entries.
CREATE FUNCTION verification_log_hashes(p_level integer, p_first bigint, p_count integer) RETURNS bytea[]
LANGUAGE plpgsql STABLE STRICT AS $$
BEGIN
    IF p_level = 0 THEN
        RETURN (SELECT array_agg(leaf ORDER BY index) FROM verification_logentry
                 WHERE index >= p_first AND index < p_first + p_count);
    END IF;
    RETURN (SELECT array_agg(hash ORDER BY position) FROM verification_lognode
             WHERE level = p_level AND position >= p_first AND position < p_first + p_count);
END
$$;

-- The root over the first p_size entries, from the tiles at the right edge; NULL where a hash of it is missing.
CREATE FUNCTION verification_log_root(p_size bigint) RETURNS bytea
LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE
    root bytea;
    peak bytea;
    row bytea[];
    rest bigint := p_size;
    level integer := 0;
    width integer;
    side integer;
BEGIN
    IF p_size = 0 THEN
        RETURN sha256('');
    END IF;
    WHILE rest > 0 LOOP
        width := rest % 256;
        row := verification_log_hashes(level, rest - width, width);
        IF coalesce(cardinality(row), 0) <> width THEN
            RETURN NULL;
        END IF;
        side := 1;
        WHILE width > 0 LOOP  -- the peaks of this tile from the right, each a power of two
            IF width & side > 0 THEN
                peak := verification_log_fold(row[width - side + 1:width]);
                root := CASE WHEN root IS NULL THEN peak ELSE sha256('\x01'::bytea || peak || root) END;
                width := width - side;
            END IF;
            side := side * 2;
        END LOOP;
        rest := rest / 256;
        level := level + 1;
    END LOOP;
    RETURN root;
END
$$;

-- Whether the log says that a certificate was revoked. Asked at the end of a transaction, when the rows of a branch
-- may be out of sight for whoever began it: so it looks as the owner of the tables.
CREATE FUNCTION verification_revocation_is_logged(p_certificate bigint) RETURNS boolean
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (
    SELECT FROM verification_certificate c
      JOIN verification_logentry e ON e.number = left(c.number, -9) AND e.kind = 'revoke'
     WHERE c.id = p_certificate
);
