-- DropForeignKey
ALTER TABLE "quarantined_row" DROP CONSTRAINT "quarantined_row_feed_import_id_fkey";

-- AlterTable
ALTER TABLE "lead" ADD COLUMN     "feed_digest" BYTEA,
ADD COLUMN     "gone_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "quarantined_row" ADD COLUMN     "corrected_sealed" BYTEA,
ADD COLUMN     "corrections" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "feed_file_id" UUID,
ADD COLUMN     "note_sealed" BYTEA,
ADD COLUMN     "resolved_at" TIMESTAMPTZ(3),
ADD COLUMN     "resolved_by" TEXT,
ADD COLUMN     "status" TEXT NOT NULL DEFAULT 'OPEN',
ALTER COLUMN "feed_import_id" DROP NOT NULL;

-- CreateTable
CREATE TABLE "feed_file" (
    "id" UUID NOT NULL,
    "agency_code" TEXT NOT NULL,
    "feed" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sha256" TEXT,
    "bytes" BIGINT,
    "declared_rows" INTEGER,
    "encoding" TEXT NOT NULL,
    "arrival_key" TEXT,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "fault_row" INTEGER,
    "columns" TEXT[],
    "counted_rows" INTEGER,
    "applied_rows" INTEGER NOT NULL DEFAULT 0,
    "followed_rows" INTEGER NOT NULL DEFAULT 0,
    "accepted" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "quarantined" INTEGER NOT NULL DEFAULT 0,
    "deleted" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "offered_at" TIMESTAMPTZ(3),
    "found_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "feed_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "insurance_record" (
    "agency_code" TEXT NOT NULL,
    "resident_id_index" BYTEA NOT NULL,
    "kind" TEXT NOT NULL,
    "employer_code" TEXT NOT NULL,
    "period_from" DATE NOT NULL,
    "detail_sealed" BYTEA NOT NULL,
    "digest" BYTEA NOT NULL,
    "feed_file_id" UUID NOT NULL,
    "gone_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "insurance_record_pkey" PRIMARY KEY ("resident_id_index","kind","employer_code","period_from","agency_code")
);

-- CreateIndex
CREATE UNIQUE INDEX "feed_file_arrival_key_key" ON "feed_file"("arrival_key");

-- CreateIndex
CREATE INDEX "feed_file_agency_code_feed_id_idx" ON "feed_file"("agency_code", "feed", "id");

-- CreateIndex
CREATE INDEX "feed_file_status_id_idx" ON "feed_file"("status", "id");

-- CreateIndex
CREATE INDEX "quarantined_row_status_id_idx" ON "quarantined_row"("status", "id");

-- CreateIndex
CREATE UNIQUE INDEX "quarantined_row_feed_file_id_row_number_key" ON "quarantined_row"("feed_file_id", "row_number");

-- AddForeignKey
ALTER TABLE "quarantined_row" ADD CONSTRAINT "quarantined_row_feed_import_id_fkey" FOREIGN KEY ("feed_import_id") REFERENCES "feed_import"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quarantined_row" ADD CONSTRAINT "quarantined_row_feed_file_id_fkey" FOREIGN KEY ("feed_file_id") REFERENCES "feed_file"("id") ON DELETE SET NULL ON UPDATE CASCADE;
