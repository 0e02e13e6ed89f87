-- AlterTable
ALTER TABLE "division" ADD COLUMN     "successor_code" TEXT;
