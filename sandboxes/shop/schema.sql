-- What can change in a shop. Every table but the last two is a field of ShopState, column by column.
CREATE TABLE accounts (email TEXT PRIMARY KEY, name TEXT, password TEXT, phone TEXT, newsletter INTEGER);
CREATE TABLE addresses (
  id INTEGER PRIMARY KEY, email TEXT REFERENCES accounts, label TEXT, name TEXT, street TEXT, city TEXT,
  postcode TEXT, country TEXT, is_default INTEGER
);
CREATE TABLE orders (
  number TEXT PRIMARY KEY, account TEXT, placed TEXT, status TEXT, email TEXT, name TEXT, street TEXT, city TEXT,
  postcode TEXT, country TEXT, phone TEXT, delivery TEXT, day TEXT, gift_wrap INTEGER, message TEXT, coupon TEXT,
  subtotal INTEGER, discount INTEGER, shipping INTEGER, wrapping INTEGER, total INTEGER
);
CREATE TABLE order_lines (
  number TEXT REFERENCES orders, sku TEXT, name TEXT, options TEXT, quantity INTEGER CHECK (quantity > 0),
  price INTEGER, PRIMARY KEY (number, sku, options)
);
CREATE TABLE cart_lines (
  owner TEXT, sku TEXT, options TEXT, quantity INTEGER CHECK (quantity > 0), PRIMARY KEY (owner, sku, options)
);
CREATE TABLE cart_coupons (owner TEXT PRIMARY KEY, code TEXT);
CREATE TABLE wishes (email TEXT REFERENCES accounts, sku TEXT, PRIMARY KEY (email, sku));
CREATE TABLE reviews (
  email TEXT REFERENCES accounts, sku TEXT, stars INTEGER CHECK (stars BETWEEN 1 AND 5), text TEXT, placed TEXT,
  PRIMARY KEY (email, sku)
);
CREATE TABLE subscribers (email TEXT PRIMARY KEY);
CREATE TABLE stock (sku TEXT PRIMARY KEY, remaining INTEGER CHECK (remaining >= 0));
CREATE TABLE visits (id INTEGER PRIMARY KEY, path TEXT);
-- A browser, by its cookie, whose account it is logged in to, its last order, and what the next page is to tell it.
CREATE TABLE sessions (
  sid TEXT PRIMARY KEY, email TEXT NOT NULL DEFAULT '', flash TEXT NOT NULL DEFAULT '',
  last_order TEXT NOT NULL DEFAULT ''
);
-- The world that the rows belong to.
CREATE TABLE worlds (seed INTEGER, version INTEGER);
