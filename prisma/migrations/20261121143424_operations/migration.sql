-- AlterTable
ALTER TABLE "effect" ADD COLUMN     "trace_parent" TEXT;

-- CreateTable
CREATE TABLE "running_process" (
    "id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "database_connections" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "running_process_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_verdict_count" (
    "agency_code" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "count" BIGINT NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_verdict_count_pkey" PRIMARY KEY ("agency_code","verdict")
);
