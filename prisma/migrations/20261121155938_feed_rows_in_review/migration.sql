-- AlterTable
ALTER TABLE "feed_file" ADD COLUMN     "in_review" INTEGER NOT NULL DEFAULT 0;
