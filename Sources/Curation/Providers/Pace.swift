import Datasets
import Foundation
import Synchronization

/// What tells the time and waits; a parameter, so that tests need no time.
public protocol Timekeeper: Sendable {
  /// Seconds since some fixed moment.
  func now() -> Double
  /// Waits so many seconds; none for zero or less.
  func sleep(_ seconds: Double)
}

/// The time of the machine.
public struct SystemTime: Timekeeper {
  /// The time of the machine.
  public init() {}

  /// Seconds since the machine was started.
  public func now() -> Double { ProcessInfo.processInfo.systemUptime }

  /// Waits so many seconds.
  public func sleep(_ seconds: Double) {
    if seconds > 0 { Thread.sleep(forTimeInterval: seconds) }
  }
}

/// How often a failed request is tried again, and after which pause.
public struct RetryRule: Equatable, Sendable {
  /// How often a request is sent at most, 1 or more.
  public var attempts: Int
  /// The pause before the second attempt, in seconds; it doubles with each.
  public var baseSeconds: Double
  /// The longest pause, in seconds; also the longest that an endpoint may ask for.
  public var maximumSeconds: Double
  /// The seed of the jitter.
  public var seed: UInt64

  /// A rule from its parts.
  public init(attempts: Int = 6, baseSeconds: Double = 1, maximumSeconds: Double = 120, seed: UInt64 = 1) {
    precondition(attempts > 0 && baseSeconds >= 0 && maximumSeconds >= baseSeconds)
    self.attempts = attempts
    self.baseSeconds = baseSeconds
    self.maximumSeconds = maximumSeconds
    self.seed = seed
  }

  /// The pause after the failed attempt `attempt`, from 1, of the request `key`.
  ///
  /// Between half and all of `base · 2^(attempt-1)`, drawn from seed, key and attempt; never less than what the
  /// endpoint asked for, never more than the maximum.
  public func pause(after attempt: Int, key: String, asked: Double?) -> Double {
    let full = min(maximumSeconds, baseSeconds * exp2(Double(min(attempt - 1, 60))))
    let draw = StableHash.hash(key.utf8, seed: seed &+ UInt64(attempt))
    let share = 0.5 + 0.5 * Double(draw >> 11) / Double(UInt64(1) << 53)
    return min(maximumSeconds, max(full * share, asked ?? 0))
  }
}

/// Spreads requests evenly over time and holds all of them where an endpoint asks for it.
public final class RateLimiter: Sendable {
  private let secondsBetween: Double
  private let time: any Timekeeper
  private let next: Mutex<Double>

  /// A limiter of so many requests a minute; none where it is `nil`.
  public init(requestsPerMinute: Double?, time: any Timekeeper) {
    precondition(requestsPerMinute.map { $0 > 0 } ?? true)
    secondsBetween = requestsPerMinute.map { 60 / $0 } ?? 0
    self.time = time
    next = Mutex(-.infinity)
  }

  /// Waits until the next request may be sent.
  public func wait() {
    let moment = time.now()
    let slot = next.withLock { next in
      let slot = max(moment, next)
      next = slot + secondsBetween
      return slot
    }
    time.sleep(slot - moment)
  }

  /// Sends no further request for so many seconds.
  public func hold(_ seconds: Double) {
    let until = time.now() + seconds
    next.withLock { $0 = max($0, until) }
  }
}
