-- AlterTable
ALTER TABLE "referral" ADD COLUMN     "started_at" TIMESTAMPTZ(3);
