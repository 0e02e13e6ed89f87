-- CreateTable
CREATE TABLE "ledger_stream" (
    "id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "key_id" TEXT NOT NULL,
    "format" SMALLINT NOT NULL,
    "genesis" BYTEA NOT NULL,

    CONSTRAINT "ledger_stream_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_entry" (
    "stream_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "viewer_subject" TEXT NOT NULL,
    "viewer_role" TEXT NOT NULL,
    "viewer_agency" TEXT,
    "viewer_division" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "person_id" UUID,
    "case_id" UUID,
    "field_classes" TEXT[],
    "purpose" TEXT NOT NULL,
    "source_agency" TEXT,
    "request_id" TEXT NOT NULL,
    "operation" TEXT,
    "format" SMALLINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("stream_id","sequence")
);

-- CreateTable
CREATE TABLE "ledger_anchor" (
    "stream_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "hash" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "algorithm" TEXT NOT NULL,
    "signature" BYTEA NOT NULL,

    CONSTRAINT "ledger_anchor_pkey" PRIMARY KEY ("stream_id","sequence")
);

-- CreateTable
CREATE TABLE "ledger_verification" (
    "id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "took_ms" INTEGER NOT NULL,
    "requested_by" TEXT NOT NULL,
    "streams" INTEGER NOT NULL,
    "entries" BIGINT NOT NULL,
    "table_anchors" BIGINT NOT NULL,
    "file_anchors" BIGINT,
    "finding_count" INTEGER NOT NULL,
    "findings" JSONB NOT NULL,

    CONSTRAINT "ledger_verification_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ledger_entry_id_key" ON "ledger_entry"("id");

-- CreateIndex
CREATE INDEX "ledger_entry_person_id_id_idx" ON "ledger_entry"("person_id", "id");

-- CreateIndex
CREATE INDEX "ledger_entry_case_id_id_idx" ON "ledger_entry"("case_id", "id");

-- CreateIndex
CREATE INDEX "ledger_entry_viewer_subject_id_idx" ON "ledger_entry"("viewer_subject", "id");

-- Rows are only ever added. Whoever owns the tables can take these triggers away, which is what the chain and its anchors are
-- for; the application cannot change a row by mistake, nor whoever gets no further than into the application.
CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER ledger_stream_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_stream"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_entry"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER ledger_anchor_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_anchor"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER ledger_verification_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_verification"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();
