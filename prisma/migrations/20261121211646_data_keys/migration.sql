-- CreateTable
CREATE TABLE "data_key" (
    "id" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "wrapped" BYTEA,
    "wrapping_key_id" TEXT NOT NULL,
    "index_check" BYTEA NOT NULL,
    "seals_from" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "retired_at" TIMESTAMPTZ(3),
    "retired_by" TEXT,
    "destroyed_at" TIMESTAMPTZ(3),
    "destroyed_by" TEXT,

    CONSTRAINT "data_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "key_rotation" (
    "id" UUID NOT NULL,
    "target_key_id" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "pass" INTEGER NOT NULL DEFAULT 1,
    "table_name" TEXT,
    "last_key" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "examined" INTEGER NOT NULL DEFAULT 0,
    "found" INTEGER NOT NULL DEFAULT 0,
    "resealed" INTEGER NOT NULL DEFAULT 0,
    "broken" INTEGER NOT NULL DEFAULT 0,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "offered_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "key_rotation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "key_rotation_finished_at_idx" ON "key_rotation"("finished_at");

-- AddForeignKey
ALTER TABLE "key_rotation" ADD CONSTRAINT "key_rotation_target_key_id_fkey" FOREIGN KEY ("target_key_id") REFERENCES "data_key"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
