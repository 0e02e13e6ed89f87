-- DropIndex
DROP INDEX "medical_settlement_agency_code_visit_id_idx";

-- AlterTable
ALTER TABLE "medical_settlement" ADD COLUMN     "feed_file_id" UUID,
ADD COLUMN     "reversed_row" INTEGER,
ADD COLUMN     "settled_row" INTEGER;

-- CreateIndex
CREATE INDEX "medical_settlement_visit_id_agency_code_idx" ON "medical_settlement"("visit_id", "agency_code");

-- CreateIndex
CREATE INDEX "medical_settlement_feed_file_id_idx" ON "medical_settlement"("feed_file_id");
