-- AlterTable
ALTER TABLE "lead" ADD COLUMN     "cause_of_action" TEXT,
ADD COLUMN     "claims_sealed" BYTEA,
ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'HOUSEHOLD',
ALTER COLUMN "household_size" DROP NOT NULL;

-- AlterTable
ALTER TABLE "referral" ADD COLUMN     "agreement_kind" TEXT,
ADD COLUMN     "ended_at" TIMESTAMPTZ(3),
ADD COLUMN     "mediator_id" UUID,
ADD COLUMN     "stage" TEXT,
ADD COLUMN     "termination_reason" TEXT,
ADD COLUMN     "undisputed_facts_sealed" BYTEA;

-- CreateTable
CREATE TABLE "mediation_room" (
    "id" UUID NOT NULL,
    "office_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name_zh" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,

    CONSTRAINT "mediation_room_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mediator" (
    "id" UUID NOT NULL,
    "room_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "organisation" TEXT NOT NULL,
    "professions" TEXT[],
    "expertise" TEXT[],
    "roster_court" TEXT,
    "status" TEXT NOT NULL,

    CONSTRAINT "mediator_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "mediation_room_office_id_idx" ON "mediation_room"("office_id");

-- CreateIndex
CREATE INDEX "mediator_room_id_idx" ON "mediator"("room_id");

-- CreateIndex
CREATE INDEX "referral_mediator_id_status_idx" ON "referral"("mediator_id", "status");

-- CreateIndex
CREATE INDEX "referral_role_accepted_at_idx" ON "referral"("role", "accepted_at");

-- AddForeignKey
ALTER TABLE "mediation_room" ADD CONSTRAINT "mediation_room_office_id_fkey" FOREIGN KEY ("office_id") REFERENCES "agency_office"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mediator" ADD CONSTRAINT "mediator_room_id_fkey" FOREIGN KEY ("room_id") REFERENCES "mediation_room"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "referral" ADD CONSTRAINT "referral_mediator_id_fkey" FOREIGN KEY ("mediator_id") REFERENCES "mediator"("id") ON DELETE SET NULL ON UPDATE CASCADE;
