-- DropIndex
DROP INDEX "person_name_index_idx";

-- AlterTable
ALTER TABLE "feed_import" ADD COLUMN     "in_review_count" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "person" ADD COLUMN     "name_birth_index" BYTEA;

-- CreateTable
CREATE TABLE "match_review" (
    "id" UUID NOT NULL,
    "agency_code" TEXT NOT NULL,
    "record_kind" TEXT NOT NULL,
    "record_key" TEXT NOT NULL,
    "identity_digest" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "division_code" TEXT NOT NULL,
    "record_sealed" BYTEA NOT NULL,
    "source_kind" TEXT NOT NULL,
    "source_id" UUID NOT NULL,
    "row_number" INTEGER NOT NULL,
    "person_id" UUID,
    "lead_id" UUID,
    "note_sealed" BYTEA,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "match_review_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "match_candidate" (
    "review_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "score" INTEGER NOT NULL,
    "parts" TEXT[],

    CONSTRAINT "match_candidate_pkey" PRIMARY KEY ("review_id","person_id")
);

-- CreateTable
CREATE TABLE "person_link" (
    "id" UUID NOT NULL,
    "keep_id" UUID NOT NULL,
    "merge_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "reason_sealed" BYTEA NOT NULL,
    "linked_by" TEXT NOT NULL,
    "linked_at" TIMESTAMPTZ(3) NOT NULL,
    "split_reason_sealed" BYTEA,
    "split_by" TEXT,
    "split_at" TIMESTAMPTZ(3),

    CONSTRAINT "person_link_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "match_review_status_id_idx" ON "match_review"("status", "id");

-- CreateIndex
CREATE INDEX "match_review_person_id_idx" ON "match_review"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "match_review_agency_code_record_kind_record_key_identity_di_key" ON "match_review"("agency_code", "record_kind", "record_key", "identity_digest");

-- CreateIndex
CREATE INDEX "match_candidate_person_id_idx" ON "match_candidate"("person_id");

-- CreateIndex
CREATE INDEX "person_link_keep_id_idx" ON "person_link"("keep_id");

-- CreateIndex
CREATE INDEX "person_link_merge_id_idx" ON "person_link"("merge_id");

-- CreateIndex
CREATE INDEX "person_name_index_division_code_idx" ON "person"("name_index", "division_code");

-- CreateIndex
CREATE INDEX "person_name_birth_index_idx" ON "person"("name_birth_index");

-- AddForeignKey
ALTER TABLE "match_candidate" ADD CONSTRAINT "match_candidate_review_id_fkey" FOREIGN KEY ("review_id") REFERENCES "match_review"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "match_candidate" ADD CONSTRAINT "match_candidate_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person_link" ADD CONSTRAINT "person_link_keep_id_fkey" FOREIGN KEY ("keep_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person_link" ADD CONSTRAINT "person_link_merge_id_fkey" FOREIGN KEY ("merge_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- An entry stands for one other at most, whatever two programs believe at the same moment.
CREATE UNIQUE INDEX "person_link_merged_once" ON "person_link"("merge_id") WHERE "status" = 'LINKED';
