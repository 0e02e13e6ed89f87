-- CreateTable
CREATE TABLE "rehearsal" (
    "id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "started_by" TEXT NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "stage" TEXT NOT NULL,
    "cursor" UUID,
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL,
    "sums" JSONB NOT NULL,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "offered_at" TIMESTAMPTZ(3),

    CONSTRAINT "rehearsal_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "rehearsal_version_id_id_idx" ON "rehearsal"("version_id", "id");

-- CreateIndex
CREATE INDEX "rehearsal_status_idx" ON "rehearsal"("status");

-- CreateIndex
CREATE INDEX "case_service_item_code_id_idx" ON "case"("service_item_code", "id");

-- AddForeignKey
ALTER TABLE "rehearsal" ADD CONSTRAINT "rehearsal_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "service_item_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
