# Usage: Rscript survfit.R survival|incidence|occupancy rows.csv times.csv answer.csv
# What R's survival package answers for the same rows: the oracle of the contract functions.
suppressMessages(library(survival))
told <- commandArgs(trailingOnly = TRUE)
rows <- read.csv(told[2], stringsAsFactors = FALSE)
times <- read.csv(told[3])$time
if (told[1] == "survival") {
  fit <- if (anyDuplicated(rows$id)) survfit(Surv(entry, time, event) ~ 1, rows, id = id) else survfit(Surv(entry, time, event) ~ 1, rows)
  found <- summary(fit, times = times, extend = TRUE)
  out <- data.frame(time = found$time, name = "survival", value = found$surv, se = found$std.err)
} else {
  fit <- if (told[1] == "incidence") {
    rows$outcome <- factor(rows$cause, 0:max(rows$cause))
    survfit(Surv(entry, time, outcome) ~ 1, rows, id = id)
  } else {
    states <- sort(unique(c(rows$from_state, rows$to_state[rows$to_state != ""])))
    rows$outcome <- factor(ifelse(rows$to_state == "", "censored", rows$to_state), c("censored", states))
    rows$begun <- factor(rows$from_state, states)
    survfit(Surv(start, stop, outcome) ~ 1, rows, id = id, istate = begun)
  }
  found <- summary(fit, times = times, extend = TRUE)
  out <- do.call(rbind, lapply(which(fit$states != "(s0)"), function(k)
    data.frame(time = found$time, name = fit$states[k], value = found$pstate[, k], se = found$std.err[, k])))
}
write.csv(format(out, digits = 15), told[4], row.names = FALSE, quote = FALSE)
