-- DropIndex
DROP INDEX "effect_status_next_attempt_at_idx";

-- AlterTable
ALTER TABLE "agency" ADD COLUMN     "pause_reason_sealed" BYTEA,
ADD COLUMN     "paused_until" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "effect" ADD COLUMN     "counted_attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "first_attempt_at" TIMESTAMPTZ(3),
ADD COLUMN     "last_failed_at" TIMESTAMPTZ(3),
ADD COLUMN     "stop_reason" TEXT;

-- CreateTable
CREATE TABLE "agency_health" (
    "agency_code" TEXT NOT NULL,
    "last_success_at" TIMESTAMPTZ(3),
    "last_failure_at" TIMESTAMPTZ(3),
    "failing_since" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "probe_at" TIMESTAMPTZ(3),
    "hasten_owed" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "agency_health_pkey" PRIMARY KEY ("agency_code")
);

-- CreateTable
CREATE TABLE "operator_action" (
    "id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "agency_code" TEXT NOT NULL,
    "subject_id" UUID,
    "actor" TEXT NOT NULL,
    "reason_sealed" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "operator_action_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agency_replay" (
    "id" UUID NOT NULL,
    "agency_code" TEXT NOT NULL,
    "division_code" TEXT,
    "requested_by" TEXT NOT NULL,
    "reason_sealed" BYTEA NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "total" INTEGER NOT NULL,
    "replayed" INTEGER NOT NULL DEFAULT 0,
    "last_effect_id" UUID,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "agency_replay_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "operator_action_agency_code_id_idx" ON "operator_action"("agency_code", "id");

-- CreateIndex
CREATE INDEX "agency_replay_finished_at_idx" ON "agency_replay"("finished_at");

-- CreateIndex
CREATE INDEX "effect_agency_code_status_next_attempt_at_id_idx" ON "effect"("agency_code", "status", "next_attempt_at", "id");

-- AddForeignKey
ALTER TABLE "agency_health" ADD CONSTRAINT "agency_health_agency_code_fkey" FOREIGN KEY ("agency_code") REFERENCES "agency"("code") ON DELETE RESTRICT ON UPDATE CASCADE;
