-- CreateTable
CREATE TABLE "agency" (
    "code" TEXT NOT NULL,
    "name_zh" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "paused_at" TIMESTAMPTZ(3),
    "poll_cursor" TEXT,

    CONSTRAINT "agency_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "agency_office" (
    "id" UUID NOT NULL,
    "agency_code" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "division_code" TEXT NOT NULL,
    "name_zh" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "capacity" INTEGER,

    CONSTRAINT "agency_office_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "scope" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "result" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("scope","operation","key")
);

-- CreateTable
CREATE TABLE "demo_clock" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "offset_seconds" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "demo_clock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "number_series" (
    "scope" TEXT NOT NULL,
    "last" INTEGER NOT NULL,

    CONSTRAINT "number_series_pkey" PRIMARY KEY ("scope")
);

-- CreateTable
CREATE TABLE "case" (
    "id" UUID NOT NULL,
    "acceptance_no" TEXT NOT NULL,
    "service_item_version_id" UUID NOT NULL,
    "service_item_code" TEXT NOT NULL,
    "applicant_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "division_code" TEXT NOT NULL,
    "workplace_division" TEXT,
    "form_sealed" BYTEA NOT NULL,
    "plan" JSONB NOT NULL,
    "outcome" TEXT,
    "opened_by" TEXT NOT NULL,
    "lead_id" UUID,
    "attention_reason" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "rating" INTEGER,
    "rating_comment_sealed" BYTEA,

    CONSTRAINT "case_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "case_event" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "referral_id" UUID,
    "type" TEXT NOT NULL,
    "from_status" TEXT,
    "to_status" TEXT,
    "actor" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "note_sealed" BYTEA,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "case_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consent" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "line" TEXT NOT NULL,
    "recipient_role" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "fields" TEXT[],
    "legal_basis" TEXT NOT NULL,
    "text_digest" TEXT NOT NULL,
    "given_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_on" DATE,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "consent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "service_item_version" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "in_force" BOOLEAN NOT NULL,

    CONSTRAINT "service_item_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lead" (
    "id" UUID NOT NULL,
    "agency_code" TEXT NOT NULL,
    "application_no" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "source_status" TEXT NOT NULL,
    "division_code" TEXT NOT NULL,
    "household_size" INTEGER NOT NULL,
    "person_id" UUID NOT NULL,
    "matched" BOOLEAN NOT NULL,
    "employer_sealed" BYTEA,
    "status" TEXT NOT NULL,
    "claimed_by" TEXT,
    "claimed_at" TIMESTAMPTZ(3),
    "inbound_id" UUID NOT NULL,
    "valid_until" DATE,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lead_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "feed_import" (
    "id" UUID NOT NULL,
    "agency_code" TEXT NOT NULL,
    "batch_no" TEXT NOT NULL,
    "inbound_id" UUID NOT NULL,
    "declared_count" INTEGER NOT NULL,
    "received_count" INTEGER NOT NULL,
    "accepted_count" INTEGER NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "feed_import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quarantined_row" (
    "id" UUID NOT NULL,
    "feed_import_id" UUID NOT NULL,
    "row_number" INTEGER NOT NULL,
    "field" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "raw_sealed" BYTEA NOT NULL,

    CONSTRAINT "quarantined_row_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "referral" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "step_key" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "agency_code" TEXT NOT NULL,
    "office_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "agency_reference" TEXT,
    "business_status" TEXT,
    "outcome" TEXT,
    "reason_code" TEXT,
    "reply_sequence" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3),
    "accepted_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "referral_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "effect" (
    "id" UUID NOT NULL,
    "referral_id" UUID NOT NULL,
    "agency_code" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "offered_at" TIMESTAMPTZ(3),
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "unclear" BOOLEAN NOT NULL DEFAULT false,
    "last_fault" TEXT,
    "note_sealed" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "effect_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempt" (
    "effect_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "fault" TEXT,

    CONSTRAINT "attempt_pkey" PRIMARY KEY ("effect_id","number")
);

-- CreateTable
CREATE TABLE "inbound_message" (
    "id" UUID NOT NULL,
    "agency_code" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "via" TEXT NOT NULL,
    "body_hash" BYTEA NOT NULL,
    "body_sealed" BYTEA NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "referral_id" UUID,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "offered_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "applied_at" TIMESTAMPTZ(3),

    CONSTRAINT "inbound_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deadline" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "referral_id" UUID,
    "rule" TEXT NOT NULL,
    "rule_frozen" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "started_on" DATE NOT NULL,
    "due_on" DATE NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "provisional" BOOLEAN NOT NULL,
    "computation" JSONB NOT NULL,
    "paused_on" DATE,
    "pauses" JSONB NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "deadline_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "division" (
    "code" TEXT NOT NULL,
    "name_zh" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "parent_code" TEXT,

    CONSTRAINT "division_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "name_sealed" BYTEA NOT NULL,
    "name_index" BYTEA NOT NULL,
    "resident_id_sealed" BYTEA NOT NULL,
    "resident_id_index" BYTEA NOT NULL,
    "phone_sealed" BYTEA,
    "phone_index" BYTEA,
    "bank_card_sealed" BYTEA,
    "sex" TEXT NOT NULL,
    "division_code" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "union_organisation" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "division_code" TEXT NOT NULL,
    "credit_code" TEXT,
    "parent_id" UUID,
    "industrial_parent_id" UUID,

    CONSTRAINT "union_organisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "employment_group" TEXT,
    "joined_on" DATE NOT NULL,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "hardship_file" (
    "id" UUID NOT NULL,
    "file_no" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "category" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "household_size" INTEGER NOT NULL,
    "filed_on" DATE,
    "division_code" TEXT NOT NULL,

    CONSTRAINT "hardship_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agency_snapshot" (
    "agency_code" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "answer_sealed" BYTEA NOT NULL,
    "as_of" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "agency_snapshot_pkey" PRIMARY KEY ("agency_code","subject","person_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "agency_office_role_division_code_agency_code_key" ON "agency_office"("role", "division_code", "agency_code");

-- CreateIndex
CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "case_acceptance_no_key" ON "case"("acceptance_no");

-- CreateIndex
CREATE INDEX "case_applicant_id_id_idx" ON "case"("applicant_id", "id");

-- CreateIndex
CREATE INDEX "case_status_id_idx" ON "case"("status", "id");

-- CreateIndex
CREATE INDEX "case_division_code_id_idx" ON "case"("division_code", "id");

-- CreateIndex
CREATE UNIQUE INDEX "case_event_case_id_sequence_key" ON "case_event"("case_id", "sequence");

-- CreateIndex
CREATE INDEX "consent_person_id_idx" ON "consent"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "consent_case_id_line_key" ON "consent"("case_id", "line");

-- CreateIndex
CREATE INDEX "service_item_version_code_in_force_idx" ON "service_item_version"("code", "in_force");

-- CreateIndex
CREATE UNIQUE INDEX "service_item_version_code_version_key" ON "service_item_version"("code", "version");

-- CreateIndex
CREATE INDEX "lead_status_id_idx" ON "lead"("status", "id");

-- CreateIndex
CREATE UNIQUE INDEX "lead_agency_code_application_no_category_key" ON "lead"("agency_code", "application_no", "category");

-- CreateIndex
CREATE UNIQUE INDEX "feed_import_inbound_id_key" ON "feed_import"("inbound_id");

-- CreateIndex
CREATE UNIQUE INDEX "quarantined_row_feed_import_id_row_number_key" ON "quarantined_row"("feed_import_id", "row_number");

-- CreateIndex
CREATE INDEX "referral_agency_code_status_id_idx" ON "referral"("agency_code", "status", "id");

-- CreateIndex
CREATE INDEX "referral_office_id_status_idx" ON "referral"("office_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "referral_case_id_step_key_round_key" ON "referral"("case_id", "step_key", "round");

-- CreateIndex
CREATE INDEX "effect_status_next_attempt_at_idx" ON "effect"("status", "next_attempt_at");

-- CreateIndex
CREATE UNIQUE INDEX "effect_referral_id_position_key" ON "effect"("referral_id", "position");

-- CreateIndex
CREATE INDEX "inbound_message_status_received_at_idx" ON "inbound_message"("status", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "inbound_message_agency_code_message_id_key" ON "inbound_message"("agency_code", "message_id");

-- CreateIndex
CREATE INDEX "deadline_case_id_idx" ON "deadline"("case_id");

-- CreateIndex
CREATE INDEX "deadline_referral_id_idx" ON "deadline"("referral_id");

-- CreateIndex
CREATE INDEX "deadline_status_due_at_idx" ON "deadline"("status", "due_at");

-- CreateIndex
CREATE INDEX "division_parent_code_idx" ON "division"("parent_code");

-- CreateIndex
CREATE UNIQUE INDEX "person_resident_id_index_key" ON "person"("resident_id_index");

-- CreateIndex
CREATE INDEX "person_name_index_idx" ON "person"("name_index");

-- CreateIndex
CREATE INDEX "person_phone_index_idx" ON "person"("phone_index");

-- CreateIndex
CREATE INDEX "person_division_code_id_idx" ON "person"("division_code", "id");

-- CreateIndex
CREATE UNIQUE INDEX "union_organisation_credit_code_key" ON "union_organisation"("credit_code");

-- CreateIndex
CREATE INDEX "union_organisation_parent_id_idx" ON "union_organisation"("parent_id");

-- CreateIndex
CREATE INDEX "union_organisation_division_code_idx" ON "union_organisation"("division_code");

-- CreateIndex
CREATE INDEX "membership_person_id_idx" ON "membership"("person_id");

-- CreateIndex
CREATE INDEX "membership_organisation_id_status_idx" ON "membership"("organisation_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "hardship_file_file_no_key" ON "hardship_file"("file_no");

-- CreateIndex
CREATE INDEX "hardship_file_person_id_idx" ON "hardship_file"("person_id");

-- AddForeignKey
ALTER TABLE "agency_office" ADD CONSTRAINT "agency_office_agency_code_fkey" FOREIGN KEY ("agency_code") REFERENCES "agency"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case" ADD CONSTRAINT "case_service_item_version_id_fkey" FOREIGN KEY ("service_item_version_id") REFERENCES "service_item_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case" ADD CONSTRAINT "case_applicant_id_fkey" FOREIGN KEY ("applicant_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case" ADD CONSTRAINT "case_lead_id_fkey" FOREIGN KEY ("lead_id") REFERENCES "lead"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_event" ADD CONSTRAINT "case_event_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent" ADD CONSTRAINT "consent_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quarantined_row" ADD CONSTRAINT "quarantined_row_feed_import_id_fkey" FOREIGN KEY ("feed_import_id") REFERENCES "feed_import"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "referral" ADD CONSTRAINT "referral_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "referral" ADD CONSTRAINT "referral_agency_code_fkey" FOREIGN KEY ("agency_code") REFERENCES "agency"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "referral" ADD CONSTRAINT "referral_office_id_fkey" FOREIGN KEY ("office_id") REFERENCES "agency_office"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "effect" ADD CONSTRAINT "effect_referral_id_fkey" FOREIGN KEY ("referral_id") REFERENCES "referral"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_effect_id_fkey" FOREIGN KEY ("effect_id") REFERENCES "effect"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deadline" ADD CONSTRAINT "deadline_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deadline" ADD CONSTRAINT "deadline_referral_id_fkey" FOREIGN KEY ("referral_id") REFERENCES "referral"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "division" ADD CONSTRAINT "division_parent_code_fkey" FOREIGN KEY ("parent_code") REFERENCES "division"("code") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "union_organisation" ADD CONSTRAINT "union_organisation_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "union_organisation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "union_organisation" ADD CONSTRAINT "union_organisation_industrial_parent_id_fkey" FOREIGN KEY ("industrial_parent_id") REFERENCES "union_organisation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "union_organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hardship_file" ADD CONSTRAINT "hardship_file_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
