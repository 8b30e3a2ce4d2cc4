import Haechi

/// The thresholds as the command line spells them.
struct PolicyOptions {
  let threshold: String?
  let categoryThresholds: [String]

  /// The policy that they mean for `guardian`.
  func policy(for guardian: Guardian, evidence: EvidenceMethod) throws(CommandFailure) -> Policy {
    var policy = Policy(evidence: evidence)
    if let threshold { policy.threshold = try probability(threshold, option: "--threshold") }
    for setting in categoryThresholds {
      let (category, value) = try categoryThreshold(setting, guardian: guardian)
      policy.categoryThresholds[category] = value
    }
    return policy
  }

  private func categoryThreshold(
    _ setting: String, guardian: Guardian
  ) throws(CommandFailure) -> (HarmCategory, Double) {
    let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else {
      throw CommandFailure(status: .usage, message: .notACategoryThreshold(value: setting))
    }
    let name = String(parts[0])
    guard let category = guardian.category(slug: name) else {
      throw CommandFailure(
        status: .usage, message: .unknownCategory(name: name, valid: guardian.categories.map(\.slug)))
    }
    return (category, try probability(String(parts[1]), option: "--category-threshold \(name)"))
  }

  private func probability(_ text: String, option: String) throws(CommandFailure) -> Double {
    guard let value = Double(text), 0...1 ~= value else {
      throw CommandFailure(status: .usage, message: .notAProbability(option: option, value: text))
    }
    return value
  }
}
