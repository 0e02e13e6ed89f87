-- CreateTable
CREATE TABLE "bank_return" (
    "agency_code" TEXT NOT NULL,
    "effect_id" UUID NOT NULL,
    "referral_id" UUID NOT NULL,
    "batch_no" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "reason_code" TEXT,
    "paid_on" DATE,
    "feed_file_id" UUID NOT NULL,
    "row_number" INTEGER NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "applied_at" TIMESTAMPTZ(3),

    CONSTRAINT "bank_return_pkey" PRIMARY KEY ("agency_code","effect_id")
);

-- CreateIndex
CREATE INDEX "bank_return_agency_code_applied_at_feed_file_id_row_number_idx" ON "bank_return"("agency_code", "applied_at", "feed_file_id", "row_number");
