-- AlterTable
ALTER TABLE "case" ADD COLUMN     "confidential" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "facts_sealed" BYTEA;

-- AlterTable
ALTER TABLE "referral" ADD COLUMN     "disclosed_at" TIMESTAMPTZ(3),
ADD COLUMN     "leads" BOOLEAN NOT NULL DEFAULT false;
