import CivilTime
import Operations
import Scheduling

extension StoredTransaction {
  func signIn(_ token: SecretHash) throws -> SignIn? {
    try sql.first(
      """
      SELECT id, token_hash, person_id, created_at, expires_at
      FROM sign_in WHERE token_hash = $1
      """, .hash(token)
    ) { row in
      SignIn(
        id: try row.id(0), tokenHash: SecretHash(stored: try row.text(1)), person: try row.id(2),
        createdAt: try row.instant(3), expiresAt: try row.instant(4))
    }
  }

  func signInRequest(_ token: SecretHash) throws -> SignInRequest? {
    try sql.first(
      Self.requestColumns + " WHERE token_hash = $1", .hash(token), read: Self.request)
  }

  func signInRequest(_ id: ID<SignInRequest>) throws -> SignInRequest? {
    try sql.first(Self.requestColumns + " WHERE id = $1", .id(id), read: Self.request)
  }

  func signInRequests(for email: String, since instant: Instant) throws -> [SignInRequest] {
    try sql.rows(
      Self.requestColumns + " WHERE email = $1 AND created_at >= $2 ORDER BY created_at, id",
      .text(email), .instant(instant), read: Self.request)
  }

  private static let requestColumns = """
    SELECT id, email, token_hash, code_hash, language, created_at, expires_at, attempts, used_at,
      hold_id, to_do_id, return_path
    FROM sign_in_request
    """

  private static func request(_ row: SQLRow) throws -> SignInRequest {
    SignInRequest(
      id: try row.id(0), email: try row.text(1), tokenHash: SecretHash(stored: try row.text(2)),
      codeHash: SecretHash(stored: try row.text(3)), language: try row.named(4),
      createdAt: try row.instant(5), expiresAt: try row.instant(6),
      attempts: Int(try row.integer(7)), usedAt: row.optionalInstant(8),
      hold: try row.optionalID(9), toDo: try row.optionalID(10), returnPath: row.optionalText(11))
  }
}

extension StoredTransaction {
  func save(_ request: SignInRequest) throws {
    try sql.run(
      """
      INSERT INTO sign_in_request (
        id, email, token_hash, code_hash, language, created_at, expires_at, attempts, used_at,
        hold_id, to_do_id, return_path)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
      ON CONFLICT (id) DO UPDATE SET
        email = excluded.email, token_hash = excluded.token_hash, code_hash = excluded.code_hash,
        language = excluded.language, expires_at = excluded.expires_at,
        attempts = excluded.attempts, used_at = excluded.used_at, hold_id = excluded.hold_id,
        to_do_id = excluded.to_do_id, return_path = excluded.return_path
      """,
      .id(request.id), .text(request.email.lowercased()), .hash(request.tokenHash),
      .hash(request.codeHash), .text(request.language.rawValue), .instant(request.createdAt),
      .instant(request.expiresAt), .integer(request.attempts), .instant(request.usedAt),
      .id(request.hold), .id(request.toDo), .text(request.returnPath))
  }

  func insert(_ signIn: SignIn) throws {
    try sql.run(
      """
      INSERT INTO sign_in (id, token_hash, person_id, created_at, expires_at)
      VALUES ($1, $2, $3, $4, $5)
      """,
      .id(signIn.id), .hash(signIn.tokenHash), .id(signIn.person), .instant(signIn.createdAt),
      .instant(signIn.expiresAt))
  }

  func deleteSignIn(_ token: SecretHash) throws {
    try sql.run("DELETE FROM sign_in WHERE token_hash = $1", .hash(token))
  }

  func deleteSignIns(endedBefore instant: Instant) throws {
    try sql.run("DELETE FROM sign_in WHERE expires_at < $1", .instant(instant))
    try sql.run("DELETE FROM sign_in_request WHERE expires_at < $1", .instant(instant))
  }
}
