-- CreateTable
CREATE TABLE "medical_settlement" (
    "id" UUID NOT NULL,
    "agency_code" TEXT NOT NULL,
    "settlement_id" TEXT NOT NULL,
    "visit_id" TEXT NOT NULL,
    "person_id" UUID,
    "status" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "detail_sealed" BYTEA,
    "settled_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "reversed_at" TIMESTAMPTZ(3),
    "case_id" UUID,

    CONSTRAINT "medical_settlement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mutual_aid_enrolment" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "plan" TEXT NOT NULL,
    "period_from" DATE NOT NULL,
    "period_to" DATE NOT NULL,
    "status" TEXT NOT NULL,

    CONSTRAINT "mutual_aid_enrolment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "medical_settlement_case_id_key" ON "medical_settlement"("case_id");

-- CreateIndex
CREATE INDEX "medical_settlement_agency_code_visit_id_idx" ON "medical_settlement"("agency_code", "visit_id");

-- CreateIndex
CREATE INDEX "medical_settlement_person_id_idx" ON "medical_settlement"("person_id");

-- CreateIndex
CREATE INDEX "medical_settlement_result_id_idx" ON "medical_settlement"("result", "id");

-- CreateIndex
CREATE UNIQUE INDEX "medical_settlement_agency_code_settlement_id_key" ON "medical_settlement"("agency_code", "settlement_id");

-- CreateIndex
CREATE UNIQUE INDEX "mutual_aid_enrolment_person_id_plan_period_from_key" ON "mutual_aid_enrolment"("person_id", "plan", "period_from");

-- AddForeignKey
ALTER TABLE "medical_settlement" ADD CONSTRAINT "medical_settlement_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "medical_settlement" ADD CONSTRAINT "medical_settlement_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mutual_aid_enrolment" ADD CONSTRAINT "mutual_aid_enrolment_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
