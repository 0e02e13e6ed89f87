-- CreateTable
CREATE TABLE "partner_key" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "agency_code" TEXT,
    "roles" TEXT[],
    "scopes" TEXT[],
    "division_code" TEXT NOT NULL,
    "holder" TEXT,
    "life_days" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" TEXT,
    "revocation" TEXT,

    CONSTRAINT "partner_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "partner_key_secret" (
    "id" UUID NOT NULL,
    "key_id" UUID NOT NULL,
    "digest" BYTEA NOT NULL,
    "ending" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "partner_key_secret_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "partner_key_agency_code_id_idx" ON "partner_key"("agency_code", "id");

-- CreateIndex
CREATE UNIQUE INDEX "partner_key_secret_digest_key" ON "partner_key_secret"("digest");

-- CreateIndex
CREATE INDEX "partner_key_secret_key_id_idx" ON "partner_key_secret"("key_id");

-- AddForeignKey
ALTER TABLE "partner_key_secret" ADD CONSTRAINT "partner_key_secret_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "partner_key"("id") ON DELETE CASCADE ON UPDATE CASCADE;
