-- AlterTable
ALTER TABLE "referral" ADD COLUMN     "amount_sealed" BYTEA;
