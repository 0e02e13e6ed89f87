-- AlterTable
ALTER TABLE "deadline" ADD COLUMN     "extension_sealed" BYTEA,
ADD COLUMN     "paused_for" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- Until now a clock stood still for one reason only.
UPDATE "deadline" SET "paused_for" = ARRAY['SUPPLEMENT'] WHERE "status" = 'PAUSED';
