-- DropIndex
DROP INDEX "hardship_file_person_id_idx";

-- AlterTable
ALTER TABLE "hardship_file" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 0,
ALTER COLUMN "category" DROP NOT NULL;

-- CreateTable
CREATE TABLE "hardship_file_event" (
    "file_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "event" TEXT NOT NULL,
    "from_status" TEXT NOT NULL,
    "to_status" TEXT NOT NULL,
    "implied" BOOLEAN NOT NULL,
    "case_id" UUID,
    "actor" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "hardship_file_event_pkey" PRIMARY KEY ("file_id","sequence")
);

-- CreateTable
CREATE TABLE "hardship_filing" (
    "case_id" UUID NOT NULL,
    "file_id" UUID,
    "refusal" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "hardship_filing_pkey" PRIMARY KEY ("case_id")
);

-- CreateIndex
CREATE INDEX "case_service_item_code_outcome_id_idx" ON "case"("service_item_code", "outcome", "id");

-- CreateIndex
CREATE UNIQUE INDEX "hardship_file_person_id_key" ON "hardship_file"("person_id");

-- AddForeignKey
ALTER TABLE "hardship_file_event" ADD CONSTRAINT "hardship_file_event_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "hardship_file"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The one word for a file under review became the steps of the review; the first of them is what is known of such a file.
UPDATE "hardship_file" SET "status" = 'UNIT_REVIEW' WHERE "status" = 'UNDER_REVIEW';
