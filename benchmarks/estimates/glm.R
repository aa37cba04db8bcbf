# Usage: Rscript glm.R cells.csv models.csv answer.csv      fits every model with base R's glm.fit; prints wall and processor seconds of the fits
told <- commandArgs(trailingOnly = TRUE)
cells <- read.csv(told[1])$count
models <- readLines(told[2])
masks <- seq_along(cells)
designs <- lapply(strsplit(models, " "), function(terms) {
  terms <- as.integer(terms)
  vapply(terms, function(term) as.numeric(bitwAnd(masks, term) == term), numeric(length(masks)))
})
spent <- system.time(totals <- vapply(designs, function(x) {
  fit <- suppressWarnings(glm.fit(x, cells, family = poisson(), control = list(epsilon = 1e-10, maxit = 50)))
  exp(fit$coefficients[1])
}, numeric(1)))
writeLines(format(totals, digits = 12), told[3])
cat(spent["elapsed"], spent["user.self"] + spent["sys.self"], "\n")
