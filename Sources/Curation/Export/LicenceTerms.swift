import Datasets

/// Under which terms a mix of sources may be released.
public struct LicenceTerms: Equatable, Sendable {
  /// A source that keeps the mix from being released, and why.
  public struct Obstacle: Equatable, Sendable {
    /// Why a licence keeps a mix from being released.
    public enum Reason: String, Sendable {
      /// The source has no licence, so nobody may pass it on.
      case unlicensed
      /// No derivatives are allowed, and a corpus is one.
      case noDerivatives
      /// Non-commercial rows cannot be passed on under the share-alike licence that other rows demand.
      case nonCommercialBesideShareAlike
      /// The identifier is not one that Haechi knows the terms of.
      case unknown
    }
    /// The source.
    public var source: String
    /// Its licence as SPDX.
    public var licence: String
    /// Why.
    public var reason: Reason
  }

  /// The licence of the whole as SPDX; `nil` where there is an obstacle.
  public var licence: String?
  /// The sources that stand in the way.
  public var obstacles: [Obstacle]
  /// The sources whose authors must be named, by licence.
  public var attributions: [String: [String]]

  private enum Family { case free, attribution, shareAlike, nonCommercial, noDerivatives, none }

  private static let families: [String: Family] = [
    "CC0-1.0": .free, "Unlicense": .free, "MIT": .attribution, "Apache-2.0": .attribution,
    "BSD-3-Clause": .attribution, "BSD-2-Clause": .attribution, "CC-BY-2.0": .attribution,
    "CC-BY-3.0": .attribution, "CC-BY-4.0": .attribution, "CC-BY-SA-3.0": .shareAlike,
    "CC-BY-SA-4.0": .shareAlike, "CC-BY-NC-4.0": .nonCommercial, "CC-BY-NC-SA-4.0": .nonCommercial,
    "CC-BY-ND-4.0": .noDerivatives, "CC-BY-NC-ND-4.0": .noDerivatives, "NONE": .none,
  ]

  /// The terms of a mix, from each source and licence of which it holds a row.
  ///
  /// Attribution licences go into a share-alike whole (Creative Commons, "Compatible Licenses"); MIT, BSD and
  /// Apache notices are kept beside it.
  public init(mix: Set<SourceLicence>) {
    let ordered = mix.sorted { ($0.source, $0.licence) < ($1.source, $1.licence) }
    let families = ordered.map { Self.families[$0.licence] }
    var obstacles: [Obstacle] = []
    let isShareAlike = families.contains { $0 == .shareAlike }
    for (part, family) in zip(ordered, families) {
      let reason: Obstacle.Reason? =
        switch family {
        case nil: .unknown
        case .some(.none): .unlicensed
        case .noDerivatives: .noDerivatives
        case .nonCommercial: isShareAlike ? .nonCommercialBesideShareAlike : nil
        case .free, .attribution, .shareAlike: nil
        }
      if let reason {
        obstacles.append(Obstacle(source: part.source, licence: part.licence, reason: reason))
      }
    }
    self.obstacles = obstacles
    attributions = Dictionary(
      grouping: zip(ordered, families).filter { $0.1 != .free }.map(\.0), by: \.licence
    )
    .mapValues { $0.map(\.source) }
    licence =
      !obstacles.isEmpty
      ? nil
      : isShareAlike
        ? "CC-BY-SA-4.0"
        : families.contains { $0 == .nonCommercial }
          ? (ordered.contains { $0.licence == "CC-BY-NC-SA-4.0" } ? "CC-BY-NC-SA-4.0" : "CC-BY-NC-4.0")
          : families.contains { $0 == .attribution } ? "CC-BY-4.0" : "CC0-1.0"
  }

  /// The terms under which these records may be released together.
  public init(records: some Sequence<Record>) {
    self.init(mix: Set(records.map { SourceLicence(source: $0.source, licence: $0.licence) }))
  }
}

/// A source and the licence of some of its rows.
public struct SourceLicence: Hashable, Sendable {
  /// The source's identifier.
  public var source: String
  /// The licence as SPDX.
  public var licence: String

  /// A source and a licence.
  public init(source: String, licence: String) {
    self.source = source
    self.licence = licence
  }
}
