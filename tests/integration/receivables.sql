-- The receivables of a principal on the day in `asked`, from the raw rows: a computation of its own, for tests.
-- A sum that runs over payments and one that runs over due dates are intervals; where they overlap, one pays the other.
DROP TABLE IF EXISTS temp.due;
DROP TABLE IF EXISTS temp.paid;
DROP TABLE IF EXISTS temp.named;
DROP TABLE IF EXISTS temp.rest;
DROP TABLE IF EXISTS temp.pool;
DROP TABLE IF EXISTS temp.item;

CREATE TEMP TABLE due AS
SELECT d.ref, d.number, d.n, d.due_on, d.amount, i.issued_on, i.currency,
       SUM(d.amount) OVER (PARTITION BY d.ref, d.number ORDER BY d.due_on, d.n ROWS UNBOUNDED PRECEDING) AS hi
FROM dues d JOIN invoices i USING (principal, ref, number), asked
WHERE i.kind = 'invoice' AND i.issued_on <= asked.day;
CREATE INDEX temp.due_number ON due (ref, number);

CREATE TEMP TABLE paid AS
SELECT p.ref, p.id, p.paid_on, p.currency, p.amount, p.invoice_number AS number,
       EXISTS (SELECT 1 FROM due WHERE due.ref = p.ref AND due.number = p.invoice_number
               AND due.currency = p.currency) AS is_named
FROM payments p, asked WHERE p.paid_on <= asked.day;

CREATE TEMP TABLE named AS
SELECT ref, number, currency, paid_on, amount,
       SUM(amount) OVER (PARTITION BY ref, number ORDER BY paid_on, id ROWS UNBOUNDED PRECEDING) AS hi
FROM paid WHERE is_named;
CREATE INDEX temp.named_number ON named (ref, number);

CREATE TEMP TABLE rest AS
WITH got AS (SELECT ref, number, MAX(hi) AS total FROM named GROUP BY ref, number),
     left_over AS (SELECT due.*, MAX(0, MIN(due.amount, due.hi - COALESCE(got.total, 0))) AS rest
                   FROM due LEFT JOIN got USING (ref, number))
SELECT *, SUM(rest) OVER (PARTITION BY ref, currency ORDER BY due_on, issued_on, number, n
                          ROWS UNBOUNDED PRECEDING) AS rest_hi
FROM left_over;
CREATE INDEX temp.rest_customer ON rest (ref, currency);

CREATE TEMP TABLE pool AS
WITH parts AS (
    SELECT ref, currency, paid_on AS day, amount, 0 AS is_note, id AS key FROM paid WHERE NOT is_named
    UNION ALL
    SELECT i.ref, i.currency, i.issued_on, SUM(d.amount), 1, i.number
    FROM invoices i JOIN dues d USING (principal, ref, number), asked
    WHERE i.kind = 'credit_note' AND i.issued_on <= asked.day GROUP BY i.ref, i.currency, i.issued_on, i.number)
SELECT *, SUM(amount) OVER (PARTITION BY ref, currency ORDER BY day, is_note, key ROWS UNBOUNDED PRECEDING) AS hi
FROM parts;
CREATE INDEX temp.pool_customer ON pool (ref, currency);

CREATE TEMP TABLE item AS
WITH pooled AS (SELECT ref, currency, MAX(hi) AS total FROM pool GROUP BY ref, currency)
SELECT rest.*, MAX(0, MIN(rest, rest_hi - COALESCE(pooled.total, 0))) AS open,
       EXISTS (SELECT 1 FROM disputes WHERE disputes.ref = rest.ref AND disputes.invoice_number = rest.number
               AND disputes.state = 'open') AS is_disputed,
       MAX(COALESCE((SELECT MAX(paid_on) FROM named WHERE named.ref = rest.ref AND named.number = rest.number
                     AND named.hi > rest.hi - rest.amount AND named.hi - named.amount < rest.hi), ''),
           COALESCE((SELECT MAX(day) FROM pool WHERE pool.ref = rest.ref AND pool.currency = rest.currency
                     AND NOT is_note AND pool.hi > rest.rest_hi - rest.rest
                     AND pool.hi - pool.amount < rest.rest_hi AND rest.rest > 0), '')) AS last_paid
FROM rest LEFT JOIN pooled USING (ref, currency);
