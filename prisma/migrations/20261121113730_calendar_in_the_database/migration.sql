-- CreateTable
CREATE TABLE "calendar_region" (
    "region" TEXT NOT NULL,
    "name_zh" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "division_prefixes" TEXT[],
    "covered_through" DATE NOT NULL,

    CONSTRAINT "calendar_region_pkey" PRIMARY KEY ("region")
);

-- CreateTable
CREATE TABLE "calendar_year" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "region" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "notice" TEXT NOT NULL,
    "confidence" TEXT NOT NULL,
    "days" JSONB NOT NULL,
    "covered_through" DATE NOT NULL,
    "digest" TEXT NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL,
    "imported_by" TEXT NOT NULL,
    "in_force" BOOLEAN NOT NULL,
    "division_prefixes" TEXT[],
    "open_clocks" INTEGER NOT NULL,
    "recomputed" INTEGER NOT NULL DEFAULT 0,
    "moved" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "last_case_id" UUID,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "calendar_year_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "calendar_year_version_key" ON "calendar_year"("version");

-- CreateIndex
CREATE INDEX "calendar_year_region_year_idx" ON "calendar_year"("region", "year");

-- CreateIndex
CREATE INDEX "calendar_year_finished_at_idx" ON "calendar_year"("finished_at");

-- CreateIndex
CREATE INDEX "deadline_status_case_id_idx" ON "deadline"("status", "case_id");

-- AddForeignKey
ALTER TABLE "calendar_year" ADD CONSTRAINT "calendar_year_region_fkey" FOREIGN KEY ("region") REFERENCES "calendar_region"("region") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The version of the calendar in force. It stays in force until the transaction ends: this takes a lock together with
-- everyone who counts, an import takes the same one alone. A function, since one statement would read the version its
-- snapshot still shows, taken before it waited for the lock; a VOLATILE one looks anew with each of its statements.
CREATE FUNCTION "calendar_in_force"() RETURNS integer LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('onedoor.calendar', 0));
  RETURN (SELECT coalesce(max("version"), 0) FROM "calendar_year");
END
$$;
