import Normalization

/// What looks into texts while a corpus is built. Each is a pure function, so that builds repeat to the byte.
public struct TextScreens: Sendable {
  /// Personal data in a text.
  public struct PersonalData: Equatable, Sendable {
    /// The text with the data covered.
    public var masked: String
    /// The kinds found, such as `phone`.
    public var kinds: [String]

    /// What was found.
    public init(masked: String, kinds: [String]) {
      self.masked = masked
      self.kinds = kinds
    }
  }

  /// The personal data in a text; `nil` where there is none.
  public var personalData: @Sendable (String) -> PersonalData?
  /// The text behind an obfuscated one; `nil` where it is as written.
  public var reading: @Sendable (String) -> String?
  /// The versions of both, for reports and snapshots.
  public var versions: [String: String]

  /// Screens from their functions.
  public init(
    personalData: @escaping @Sendable (String) -> PersonalData?,
    reading: @escaping @Sendable (String) -> String?, versions: [String: String]
  ) {
    self.personalData = personalData
    self.reading = reading
    self.versions = versions
  }
}
