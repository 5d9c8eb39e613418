-- Run once by the Postgres image, on an empty volume. Prefect's database is made by the image itself.
CREATE DATABASE nonmun;
