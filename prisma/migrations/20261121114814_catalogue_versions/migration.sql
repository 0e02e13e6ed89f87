-- DropIndex
DROP INDEX "service_item_version_code_in_force_idx";

-- AlterTable
ALTER TABLE "service_item_version"
ADD COLUMN     "drafted_at" TIMESTAMPTZ(3),
ADD COLUMN     "drafted_by" TEXT,
ADD COLUMN     "note_sealed" BYTEA,
ADD COLUMN     "published_by" TEXT,
ADD COLUMN     "rehearsed_at" TIMESTAMPTZ(3),
ADD COLUMN     "retired_at" TIMESTAMPTZ(3),
ADD COLUMN     "status" TEXT,
ALTER COLUMN "published_at" DROP NOT NULL;

-- Until now every version came from the catalogue's files, was published at once, and retired by the next one.
UPDATE "service_item_version" v
   SET "status" = CASE WHEN "in_force" THEN 'PUBLISHED' ELSE 'RETIRED' END,
       "drafted_at" = "published_at",
       "drafted_by" = 'catalogue-files',
       "published_by" = 'catalogue-files',
       "retired_at" = CASE WHEN "in_force" THEN NULL ELSE COALESCE(
         (SELECT min(n."published_at") FROM "service_item_version" n WHERE n."code" = v."code" AND n."version" > v."version"),
         "published_at") END;

-- AlterTable
ALTER TABLE "service_item_version"
ALTER COLUMN "drafted_at" SET NOT NULL,
ALTER COLUMN "drafted_by" SET NOT NULL,
ALTER COLUMN "status" SET NOT NULL,
DROP COLUMN "in_force";

-- CreateIndex
CREATE INDEX "service_item_version_status_code_idx" ON "service_item_version"("status", "code");

-- One version in force for each item, whatever a program believes.
CREATE UNIQUE INDEX "service_item_version_in_force_key" ON "service_item_version"("code") WHERE "status" = 'PUBLISHED';
