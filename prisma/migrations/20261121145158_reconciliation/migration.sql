-- CreateTable
CREATE TABLE "reconciliation_run" (
    "id" UUID NOT NULL,
    "agency_code" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "night" DATE,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "cursor" TEXT,
    "lines_read" INTEGER NOT NULL DEFAULT 0,
    "read_to_the_end" BOOLEAN NOT NULL DEFAULT false,
    "ours_count" INTEGER,
    "ours_digest" TEXT,
    "theirs_count" INTEGER,
    "theirs_digest" TEXT,
    "elsewhere" INTEGER NOT NULL DEFAULT 0,
    "under_way" INTEGER NOT NULL DEFAULT 0,
    "differences" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_fault" TEXT,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "offered_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "reconciliation_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reconciliation_line" (
    "run_id" UUID NOT NULL,
    "side" TEXT NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT,
    "status" TEXT NOT NULL,
    "references" TEXT[],
    "referral_id" TEXT,
    "settling" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "reconciliation_line_pkey" PRIMARY KEY ("run_id","side","key","position")
);

-- CreateTable
CREATE TABLE "reconciliation_item" (
    "id" UUID NOT NULL,
    "agency_code" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "referral_id" UUID,
    "ours_status" TEXT,
    "theirs_status" TEXT,
    "ours_reference" TEXT,
    "theirs_reference" TEXT,
    "theirs_count" INTEGER NOT NULL,
    "owner" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_run_id" UUID NOT NULL,
    "resolution" TEXT,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by" TEXT,
    "note_sealed" BYTEA,

    CONSTRAINT "reconciliation_item_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "reconciliation_run_status_next_attempt_at_idx" ON "reconciliation_run"("status", "next_attempt_at");

-- CreateIndex
CREATE INDEX "reconciliation_run_agency_code_day_id_idx" ON "reconciliation_run"("agency_code", "day", "id");

-- CreateIndex
CREATE UNIQUE INDEX "reconciliation_run_agency_code_day_night_key" ON "reconciliation_run"("agency_code", "day", "night");

-- CreateIndex
CREATE INDEX "reconciliation_item_state_id_idx" ON "reconciliation_item"("state", "id");

-- CreateIndex
CREATE INDEX "reconciliation_item_agency_code_day_state_idx" ON "reconciliation_item"("agency_code", "day", "state");

-- CreateIndex
CREATE INDEX "reconciliation_item_referral_id_idx" ON "reconciliation_item"("referral_id");

-- CreateIndex
CREATE UNIQUE INDEX "reconciliation_item_agency_code_key_kind_key" ON "reconciliation_item"("agency_code", "key", "kind");

-- CreateIndex
CREATE INDEX "case_opened_at_idx" ON "case"("opened_at");

-- CreateIndex
CREATE INDEX "effect_agency_code_finished_at_idx" ON "effect"("agency_code", "finished_at");

-- AddForeignKey
ALTER TABLE "reconciliation_line" ADD CONSTRAINT "reconciliation_line_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "reconciliation_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reconciliation_item" ADD CONSTRAINT "reconciliation_item_referral_id_fkey" FOREIGN KEY ("referral_id") REFERENCES "referral"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- One run of a day at a time: who comes second joins the one that is due.
CREATE UNIQUE INDEX "reconciliation_run_one_due" ON "reconciliation_run"("agency_code", "day") WHERE "status" = 'DUE';

-- Clocks that ran out, a few among millions: what is late is counted without looking at the others.
CREATE INDEX "deadline_late" ON "deadline"("referral_id") WHERE "status" = 'EXPIRED' OR ("status" = 'MET' AND "ended_at" >= "due_at");
