-- CreateTable
CREATE TABLE "refused_intake" (
    "id" UUID NOT NULL,
    "service_item_code" TEXT NOT NULL,
    "service_item_version_id" UUID NOT NULL,
    "person_id" UUID,
    "request_digest" TEXT NOT NULL,
    "division_code" TEXT NOT NULL,
    "workplace_division" TEXT,
    "form_sealed" BYTEA NOT NULL,
    "facts_sealed" BYTEA NOT NULL,
    "reasons" JSONB NOT NULL,
    "confirmed_passports" TEXT[],
    "refused_at" TIMESTAMPTZ(3) NOT NULL,
    "refused_by" TEXT NOT NULL,

    CONSTRAINT "refused_intake_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "refused_intake_request_digest_key" ON "refused_intake"("request_digest");

-- CreateIndex
CREATE INDEX "refused_intake_service_item_code_id_idx" ON "refused_intake"("service_item_code", "id");
